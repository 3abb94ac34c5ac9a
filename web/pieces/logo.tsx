/** Three columns and the room above them. `size` in CSS px. */
export function Logo({ size = 26 }: Readonly<{ size?: number }>) {
  return (
    <svg width={size} height={size} viewBox="0 0 26 26" aria-hidden focusable="false">
      <rect width="26" height="26" rx="7" fill="var(--hr-accent-fill)" />
      <rect x="6" y="6.5" width="14" height="2" rx="1" fill="#fff" fillOpacity="0.55" />
      <rect x="6" y="11.5" width="3.6" height="8" rx="1.2" fill="#fff" />
      <rect x="11.2" y="14.5" width="3.6" height="5" rx="1.2" fill="#fff" />
      <rect x="16.4" y="12.5" width="3.6" height="7" rx="1.2" fill="#fff" />
    </svg>
  );
}
