import type { MouseEvent, ReactNode } from "react";
import { type Address, navigate, toHref } from "./address.ts";

/** A link inside the page: it opens in place, and in a tab as any link does. */
export function Link(props: {
  readonly to: Address;
  readonly className?: string;
  readonly label?: string;
  /** Whether it leads to where the reader is. */
  readonly isCurrent?: boolean;
  readonly children: ReactNode;
}) {
  const { to, className, label, isCurrent = false, children } = props;

  function follow(click: MouseEvent): void {
    const opensElsewhere = click.metaKey || click.ctrlKey || click.shiftKey || click.button !== 0;
    if (opensElsewhere) return;
    click.preventDefault();
    navigate(to);
  }

  return (
    <a
      href={toHref(to)}
      className={className}
      aria-label={label}
      aria-current={isCurrent ? "true" : undefined}
      onClick={follow}
    >
      {children}
    </a>
  );
}
