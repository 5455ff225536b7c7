/** The mark: an open eye over the horizon, in one shape. The same as favicon.svg. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="mark">
      <path d="M2 20a14 14 0 0 1 28 0h-4.5a9.5 9.5 0 0 0-19 0zM10.5 20a5.5 5.5 0 0 1 11 0zM2 24h28v4H2z" />
    </svg>
  );
}
