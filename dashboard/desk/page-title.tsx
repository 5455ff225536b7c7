import { useTitle } from "../use-title.ts";

/** The heading of a page of the desk, which the browser's tab shows too. */
export function PageTitle({ children: title }: { readonly children: string }) {
  useTitle(title);
  return <h1 className="page-title">{title}</h1>;
}
