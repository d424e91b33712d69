using System.Globalization;

namespace CometHooks.Store;

/// <summary>Finds and erases what the store keeps of a person or a shop, and keeps receipts that name nobody.</summary>
internal interface IErasures
{
    /// <summary>Writes a receipt and, where something will be erased, the tombstones: from here on what happened before is kept without its content.</summary>
    Task<Erasure> BeginAsync(ErasureKind kind, PersonTraces traces, string actor, CancellationToken cancellationToken);

    /// <summary>Begins one that a platform asked for. Null: it is done already, or another hub is at it.</summary>
    Task<Erasure?> TakeAsync(long id, PersonTraces traces, CancellationToken cancellationToken);

    /// <summary>Those that a platform asked for and nobody is at, oldest first. What a hub that died left behind is marked broken, or given out again.</summary>
    Task<IReadOnlyList<Erasure>> AskedErasuresAsync(CancellationToken cancellationToken);

    /// <summary>The webhooks that keys lead to: by the address of their conversions, by what is remembered of the person.</summary>
    Task<IReadOnlyList<long>> FindAsync(PersonTraces traces, CancellationToken cancellationToken);

    /// <summary>Looks through the next rows of a table for what is about them. Gives webhooks, and of the audit trail its lines.</summary>
    Task<TracedPage> LookThroughAsync(TracedTable table, long after, PersonTraces traces, CancellationToken cancellationToken);

    /// <summary>How many rows a few webhooks brought.</summary>
    Task<ErasedRows> CountRowsAsync(IReadOnlyList<long> webhookIds, CancellationToken cancellationToken);

    /// <summary>Erases what a few webhooks brought, with all that came of them, in one transaction.</summary>
    Task<ErasedRows> EraseAsync(IReadOnlyList<long> webhookIds, PersonTraces traces, CancellationToken cancellationToken);

    /// <summary>Erases the texts of lines of the audit trail. Gives how many.</summary>
    Task<int> EraseAuditAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken);

    /// <summary>Says that it is still at work.</summary>
    Task TouchAsync(long id, CancellationToken cancellationToken);

    /// <summary>Clears away what the database itself still has of what was erased: in its log, and in free space. False: the file is too large for that while the hub runs.</summary>
    Task<bool> ScrubAsync(PersonTraces traces, CancellationToken cancellationToken);

    /// <summary>Ends an erasure; the receipt says how much it was. With what is held, where that was asked for.</summary>
    Task<Erasure> EndAsync(long id, ErasureState state, ErasedRows erased, IReadOnlyList<long>? held, bool needsCompaction, CancellationToken cancellationToken);

    Task<Erasure?> FindErasureAsync(long id, CancellationToken cancellationToken);

    /// <summary>The next page of receipts, newest first.</summary>
    Task<ListPage<Erasure>> ErasuresAsync(long? before, int most, CancellationToken cancellationToken);

    /// <summary>How long another hub may take to learn of a tombstone.</summary>
    TimeSpan TombstoneDelay { get; }
}

/// <summary>What an erasure is about.</summary>
internal enum ErasureKind
{
    /// <summary>Everything of one person.</summary>
    Person,

    /// <summary>Everything of one shop.</summary>
    Shop,

    /// <summary>Nothing is erased: the receipt says what is held of one person.</summary>
    Request,
}

/// <summary>How far an erasure is.</summary>
internal enum ErasureState
{
    /// <summary>A platform asked for it; it begins within seconds.</summary>
    Asked,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>Nothing is left.</summary>
    Done,

    /// <summary>The hub stopped meanwhile; whoever asked asks again. Or a platform's request could not be carried out: its webhook says why.</summary>
    Broken,
}

/// <summary>The receipt of an erasure. It names nobody: <see cref="Subject"/> is an HMAC with the store's own key.</summary>
internal sealed record Erasure
{
    public required long Id { get; init; }
    public required ErasureKind Kind { get; init; }
    public required ErasureState State { get; init; }

    /// <summary>Who asked: a user, a key, <c>command</c>, or the endpoint whose platform did.</summary>
    public required string Actor { get; init; }

    /// <summary>Whom it is about, as an HMAC: the same person has the same.</summary>
    public required string Subject { get; init; }

    /// <summary>The webhook by which a platform asked.</summary>
    public long? Webhook { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How much was erased, or is held.</summary>
    public required ErasedRows Rows { get; init; }

    /// <summary>Free space of the database file may still hold what was erased: <c>comethooks store compact</c>, with the hub stopped, clears it.</summary>
    public bool NeedsCompaction { get; init; }

    /// <summary>With kind request: the webhooks that are about the person.</summary>
    public IReadOnlyList<long>? Held { get; init; }
}

/// <summary>How many rows were erased.</summary>
internal sealed record ErasedRows
{
    public static ErasedRows None { get; } = new();
    public long Webhooks { get; init; }
    public long Conversions { get; init; }
    public long Attempts { get; init; }
    public long Identities { get; init; }
    public long AuditLines { get; init; }

    /// <summary>Those that must be asked for again: a request to Cometly is under way.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<long> Busy { get; init; } = [];

    public string InWords() =>
        $"{Of(Webhooks, "webhook", "webhooks")}, {Of(Conversions, "conversion", "conversions")}, {Of(Attempts, "attempt", "attempts")}, {Of(Identities, "identity", "identities")}, {Of(AuditLines, "line", "lines")} of the audit trail";

    public static ErasedRows operator +(ErasedRows a, ErasedRows b) => new()
    {
        Webhooks = a.Webhooks + b.Webhooks,
        Conversions = a.Conversions + b.Conversions,
        Attempts = a.Attempts + b.Attempts,
        Identities = a.Identities + b.Identities,
        AuditLines = a.AuditLines + b.AuditLines,
        Busy = [.. a.Busy, .. b.Busy],
    };

    private static string Of(long number, string one, string several) => string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : several)}");
}

/// <summary>Where somebody's data may stand.</summary>
internal enum TracedTable
{
    Webhooks,
    Conversions,
    Attempts,
    Identities,
    Audit,
}

/// <param name="Found">The webhooks, or the lines of the audit trail, that are about them.</param>
/// <param name="Last">Where the next look begins; null at the end.</param>
internal sealed record TracedPage(IReadOnlyList<long> Found, long? Last);
