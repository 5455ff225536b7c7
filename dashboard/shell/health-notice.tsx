import { toDesk } from "../address.ts";
import { Link } from "../link.tsx";
import { useHealth } from "../queries.ts";

const NOTICES = toDesk({ page: "notices" });

/** What Vigie itself lacks, where a person should look at it. */
export function HealthNotice() {
  const { data } = useHealth();
  if (data === undefined || data.problems.length === 0) return null;
  return (
    <div className="health" role="status">
      <ul className="plain-list">
        {data.problems.map(({ code, title }) => (
          <li key={`${code} ${title}`}>
            <span className="shape shape-attention" />
            {code === "notices_given_up" ? <Link to={NOTICES}>{title}</Link> : title}
          </li>
        ))}
      </ul>
    </div>
  );
}
