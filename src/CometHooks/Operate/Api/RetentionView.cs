using CometHooks.Configuration;

namespace CometHooks.Operate.Api;

/// <summary>How long what is kept, as people look at it. It is configuration: nothing here changes it.</summary>
internal sealed class RetentionView(HubOptions options, Retention? retention = null)
{
    public KeptData Now() => new()
    {
        Classes =
        [
            new KeptClass("bodies", "Bodies and headers of webhooks. Without them nothing can be mapped anew; explanations stay. Those of webhooks that failed or came late wait for a person, as long as what is under ledger.", options.Retention.Bodies),
            new KeptClass("conversions", "Conversions with their attempts, and what conditions saw. What waits for a person is kept.", options.Retention.Conversions),
            new KeptClass("ledger", "What counted, what was received before, and identities that nothing used since. What comes again later counts again.", options.Retention.Ledger),
            new KeptClass("sums", "The sums of each hour: counts and money, of nobody in particular.", KeptFor: null),
        ],
        IsEncrypted = options.Store.EncryptionKeys.Count > 0,
        SweepsHere = retention is not null,
        LastSweep = retention?.Last,
    };
}

internal sealed record KeptData
{
    public required IReadOnlyList<KeptClass> Classes { get; init; }

    /// <summary>Whether bodies, headers, fields, answers and identities are encrypted at rest: a key is given.</summary>
    public required bool IsEncrypted { get; init; }

    /// <summary>Whether this instance clears away what is old; else one with the role map does.</summary>
    public required bool SweepsHere { get; init; }

    /// <summary>What was last cleared away, and when; null: not yet since this instance started, or another one does it.</summary>
    public Sweep? LastSweep { get; init; }
}

/// <param name="Name">Its name under <c>retention:</c>; <c>sums</c> has no setting.</param>
/// <param name="What">What belongs to it.</param>
/// <param name="KeptFor">How long it is kept; null: for ever.</param>
internal sealed record KeptClass(string Name, string What, TimeSpan? KeptFor);
