import type { Report } from "@vigie/shared/envelope.ts";

/** A report of 40 values, as a server with two volumes, one disk and one interface sends it. */
export function reportOf40(seq: number, atMs: number, uptimeMs: number): Report {
  const wave = Math.round(Math.sin(seq / 50) * 1_000) / 100;
  return {
    seq,
    at: new Date(atMs).toISOString(),
    uptimeMs,
    samples: {
      cpu_busy_percent: 22.5 + wave,
      cpu_user_percent: 14.25,
      cpu_system_percent: 6.1,
      cpu_iowait_percent: 1.02,
      cpu_steal_percent: 0,
      cpu_busiest_core_percent: 48.9,
      load_1m: 0.71,
      load_5m: 0.64,
      load_15m: 0.5,
      pressure_cpu_percent: 1.2,
      pressure_memory_percent: 0,
      pressure_memory_full_percent: 0,
      pressure_io_percent: 0.31,
      pressure_io_full_percent: 0.22,
      memory_total_bytes: 16_777_216_000,
      memory_available_bytes: 9_123_456_000 + seq * 4_096,
      memory_used_percent: 45.6,
      swap_total_bytes: 2_147_483_648,
      swap_used_bytes: 104_857_600,
      swap_used_percent: 4.88,
      uptime_seconds: Math.round(uptimeMs / 1_000),
    },
    objects: {
      volume: { "/": volume(63.1), "/var": volume(71.9) },
      disk: {
        nvme0n1: {
          read_bytes_per_second: 10_240,
          write_bytes_per_second: 204_800 + seq,
          reads_per_second: 2.5,
          writes_per_second: 14.2,
          busy_percent: 1.4,
        },
      },
      interface: {
        eth0: {
          received_bytes_per_second: 88_123,
          sent_bytes_per_second: 120_456 + seq,
          errors_per_second: 0,
          drops_per_second: 0,
        },
      },
    },
  };
}

function volume(usedPercent: number) {
  return {
    total_bytes: 107_374_182_400,
    free_bytes: Math.round(107_374_182_400 * (1 - usedPercent / 100)),
    used_percent: usedPercent,
    inodes_used_percent: 8.31,
    inodes_free_count: 6_012_345,
  };
}
