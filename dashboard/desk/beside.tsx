import { type ReactNode, useEffect, useRef } from "react";

/** How far down the window something may begin and still count as seen. */
const SEEN_SHARE = 0.7;

/**
 * What stands beside a list: one of its rows, or what is being filled in. Where there is no room beside it,
 * it stands below, and is brought into sight once.
 */
export function Beside({ children }: { readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    const { top } = current.getBoundingClientRect();
    if (top < 0 || top > window.innerHeight * SEEN_SHARE) {
      current.scrollIntoView({ block: "start" });
    }
  }, []);
  return (
    <div className="beside" ref={place}>
      {children}
    </div>
  );
}
