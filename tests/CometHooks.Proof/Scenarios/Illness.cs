namespace CometHooks.Proof.Scenarios;

/// <summary>What is wrong with a disk for a while.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Inject">The calls that fail, in strace's words.</param>
/// <param name="OfDatabase">Whether it befalls the database.</param>
/// <param name="OfLog">Whether it befalls the WAL: then nothing can be acknowledged.</param>
/// <param name="Says">What <c>/readyz</c> must say of it; null: it comes and goes too fast to be seen there.</param>
internal sealed record Illness(string Name, string Inject, bool OfDatabase, bool OfLog, string? Says)
{
    public static Illness LogSyncs { get; } = new("syncs of the WAL fail (EIO)", "fsync,fdatasync:error=EIO", OfDatabase: false, OfLog: true, "a sync failed");

    public static Illness DatabaseSyncs { get; } = new("syncs of the database fail (EIO)", "fsync,fdatasync:error=EIO", OfDatabase: true, OfLog: false, "a sync failed");

    public static Illness FullDisk { get; } = new("the disk is full (ENOSPC)", "pwrite64:error=ENOSPC", OfDatabase: true, OfLog: true, "The disk is full");

    /// <summary>Each way of being ill that we know.</summary>
    public static IReadOnlyList<Illness> All { get; } =
    [
        LogSyncs,
        DatabaseSyncs,
        FullDisk,
        new("writes to the WAL fail (EIO)", "pwrite64:error=EIO", OfDatabase: false, OfLog: true, "cannot be written"),
        new("syncs say that the disk is full (ENOSPC)", "fsync,fdatasync:error=ENOSPC", OfDatabase: true, OfLog: true, "a sync failed"),

        // strace counts for each thread.
        new("one sync in three fails", "fsync,fdatasync:error=EIO:when=2+3", OfDatabase: true, OfLog: true, Says: null),
    ];
}
