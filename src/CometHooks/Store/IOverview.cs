namespace CometHooks.Store;

/// <summary>What the overview of the console shows. Every question is answered by an index or by the series, however large the store is.</summary>
internal interface IOverview
{
    /// <summary>What waits, and what waits for a person.</summary>
    Task<WaitingNow> WaitingAsync(CancellationToken cancellationToken);

    /// <summary>The newest webhook of each endpoint that ever received one.</summary>
    Task<IReadOnlyDictionary<string, LastWebhook>> LastWebhooksAsync(IReadOnlyCollection<string> endpoints, CancellationToken cancellationToken);

    /// <summary>The newest answers of a destination, newest first.</summary>
    Task<IReadOnlyList<LastAnswer>> LastAnswersAsync(string destination, int most, CancellationToken cancellationToken);

    /// <summary>The dead or rejected conversions by what their reason begins with, the most frequent first; of the newest few thousand.</summary>
    Task<IReadOnlyList<CauseGroup>> CausesAsync(ConversionState state, CancellationToken cancellationToken);

    /// <summary>The newest conversions of one cause, so that they can be chosen.</summary>
    Task<IReadOnlyList<CauseMember>> MembersAsync(ConversionState state, string cause, int most, CancellationToken cancellationToken);

    /// <summary>Where the rows that happened end now.</summary>
    Task<SeriesEnd> SeriesEndAsync(CancellationToken cancellationToken);

    /// <summary>Adds what happened since the last time to the series. Gives how many rows were new: while there are many, there may be more.</summary>
    /// <param name="most">How many rows of each kind at most.</param>
    /// <param name="end">What comes behind it waits: it may still be overtaken by what commits now.</param>
    /// <param name="cancellationToken">Counts until its turn comes.</param>
    Task<int> RollUpAsync(int most, SeriesEnd end, CancellationToken cancellationToken);

    /// <summary>The series from one hour to another.</summary>
    Task<IReadOnlyList<SeriesPoint>> SeriesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

internal sealed record WaitingNow
{
    /// <summary>Webhooks that are not mapped yet.</summary>
    public required long Stored { get; init; }

    /// <summary>Webhooks that a rule could not be evaluated for.</summary>
    public required long Failed { get; init; }

    /// <summary>Webhooks whose signature was right but too old.</summary>
    public required long Late { get; init; }

    /// <summary>When the newest of the failed arrived.</summary>
    public DateTimeOffset? NewestFailed { get; init; }

    /// <summary>When the newest of the late arrived.</summary>
    public DateTimeOffset? NewestLate { get; init; }

    /// <summary>Webhooks that are no events of their source.</summary>
    public required long Unreadable { get; init; }

    /// <summary>Conversions that wait for an identity.</summary>
    public required long Held { get; init; }

    /// <summary>Conversions that can never succeed as they are.</summary>
    public required long Rejected { get; init; }

    /// <summary>Conversions whose attempts are used up.</summary>
    public required long Dead { get; init; }

    /// <summary>Destination → conversions that wait to be sent, throttled ones too.</summary>
    public required IReadOnlyDictionary<string, long> Pending { get; init; }

    /// <summary>Destination → when the last of these is due.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> LastDue { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>When the oldest conversion that waits to be sent was made.</summary>
    public DateTimeOffset? OldestPending { get; init; }

    /// <summary>When the oldest webhook that waits to be mapped arrived.</summary>
    public DateTimeOffset? OldestStored { get; init; }
}

internal sealed record LastWebhook(long Id, string Type, DateTimeOffset ReceivedAt, WebhookState State);

internal sealed record LastAnswer(long Conversion, string EventName, DateTimeOffset EndedAt, string Outcome, int? Status, string? Error);

/// <param name="Cause">The reason's beginning, without what it quotes.</param>
/// <param name="Conversions">How many.</param>
/// <param name="MayHaveLanded">Of those, the ones that Cometly may have processed.</param>
/// <param name="Newest">The newest of them.</param>
/// <param name="Oldest">When the oldest was made.</param>
/// <param name="Endpoints">Where they came from.</param>
internal sealed record CauseGroup(string Cause, long Conversions, long MayHaveLanded, long Newest, DateTimeOffset Oldest, IReadOnlyList<string> Endpoints);

/// <param name="Conversion">Its number.</param>
/// <param name="Webhook">The webhook that it was made of.</param>
internal sealed record CauseMember(long Conversion, long Webhook);

/// <param name="Hour">The hour in which it happened.</param>
/// <param name="Measure"><c>received</c>, <c>delivered</c> or <c>failed</c>: Cometly refused it, or its attempts are used up.</param>
/// <param name="Endpoint">Where it came from.</param>
/// <param name="Destination">Where it went; empty with received.</param>
/// <param name="EventName">The Cometly event; empty with received.</param>
/// <param name="Count">How many.</param>
/// <param name="Amount">The money of those, in the destination's currency.</param>
public sealed record SeriesPoint(DateTimeOffset Hour, string Measure, string Endpoint, string Destination, string EventName, long Count, decimal Amount);

/// <summary>How far the rows of a kind go: their newest ids.</summary>
internal sealed record SeriesEnd(long Webhook, long Attempt);
