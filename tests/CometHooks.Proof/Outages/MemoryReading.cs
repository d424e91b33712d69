using System.Diagnostics;
using System.Globalization;

namespace CometHooks.Proof.Outages;

/// <summary>What this process holds after everything that can go has gone.</summary>
/// <param name="At">How many hours have passed.</param>
/// <param name="Managed">MiB on the managed heap.</param>
/// <param name="Resident">MiB in memory altogether: SQLite's cache of pages included.</param>
internal sealed record MemoryReading(double At, long Managed, long Resident)
{
    public static MemoryReading Now(double hours)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var self = Process.GetCurrentProcess();
        return new MemoryReading(hours, GC.GetGCMemoryInfo(GCKind.FullBlocking).HeapSizeBytes >> 20, self.WorkingSet64 >> 20);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:0.0} h: {Managed} + {Resident - Managed} MiB");
}
