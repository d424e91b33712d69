namespace CometHooks.Store;

/// <summary>How long what is kept. The sums of each hour are kept for ever; what still waits to be mapped or sent is never deleted.</summary>
internal sealed record RetentionOptions
{
    /// <summary>Bodies and headers of webhooks. Without them nothing can be mapped anew; explanations stay. Webhooks that failed or came late keep theirs until they are mapped: they wait for a person.</summary>
    public TimeSpan Bodies { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Conversions with their attempts, and what conditions saw. What waits for a person is kept. That something counts is known longer, see <see cref="Ledger"/>.</summary>
    public TimeSpan Conversions { get; init; } = TimeSpan.FromDays(90);

    /// <summary>What is known of what counted and of what was received before, and identities that nothing used since. What comes again later counts again. Failed and late webhooks are given up after so long.</summary>
    public TimeSpan Ledger { get; init; } = TimeSpan.FromDays(400);
}
