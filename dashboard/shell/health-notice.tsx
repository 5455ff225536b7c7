import { useHealth } from "../queries.ts";

/** What Vigie itself lacks, where a person should look at it. */
export function HealthNotice() {
  const { data } = useHealth();
  if (data === undefined || data.problems.length === 0) return null;
  return (
    <ul className="health plain-list" role="status">
      {data.problems.map(({ code, title }) => (
        <li key={`${code} ${title}`}>
          <span className="shape shape-attention" />
          {title}
        </li>
      ))}
    </ul>
  );
}
