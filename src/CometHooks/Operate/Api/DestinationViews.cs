using CometHooks.Deliver;
using CometHooks.Operate.Explain;
using CometHooks.Store;

namespace CometHooks.Operate.Api;

/// <summary>The destinations as people look at them.</summary>
internal sealed class DestinationViews(
    IReadOnlyDictionary<string, DestinationOptions> options, IOverview overview, IRecords records, TimeProvider time, DeliveryService? delivery = null)
{
    private const int MostAnswers = 20;

    public async Task<IReadOnlyList<DestinationView>> AllAsync(CancellationToken cancellationToken)
    {
        var waiting = await overview.WaitingAsync(cancellationToken);
        var pauses = await records.PausesAsync(cancellationToken);
        var budgets = delivery is null ? null : await delivery.BudgetsAsync(cancellationToken);
        var views = new List<DestinationView>();
        foreach (var (name, destination) in options)
        {
            var pause = pauses.GetValueOrDefault(name);
            var pending = waiting.Pending.GetValueOrDefault(name);
            var perMinute = budgets?.GetValueOrDefault(name) is { PerMinute: > 0 } budget ? budget.PerMinute : destination.PerMinute;
            views.Add(new DestinationView
            {
                Name = name,
                Url = destination.Url,
                Currency = destination.Currency,
                HasToken = destination.Token.Length > 0,
                PausedBecause = pause?.Reason,
                PausedSince = pause?.Since,
                WhatToDo = pause is null or { IsByHand: true } ? null : AnswerTable.WhatToDo(name, pause.Reason),
                IsUnreachable = delivery?.Unreachable.Contains(name, StringComparer.Ordinal) ?? false,
                ConfiguredPerMinute = destination.PerMinute,
                PerMinute = destination.PerMinute == 0 ? null : perMinute,
                BlockedFor = budgets?.GetValueOrDefault(name)?.BlockedFor,
                Pending = pending,
                ClearAt = pause is not null || pending == 0 || destination.PerMinute == 0 ? null : ClearAt(time.GetUtcNow(), pending / perMinute, waiting.LastDue.GetValueOrDefault(name)),
                LastAnswers = [.. (await overview.LastAnswersAsync(name, MostAnswers, cancellationToken)).Select(a => a with { Error = PersonalValues.Unknown(a.Error) })],
            });
        }

        return views;
    }

    // To the minute, and up: it is shown without seconds, and a time in the past would be no forecast. What waits for its next attempt is not sent before that is due.
    private static DateTimeOffset ClearAt(DateTimeOffset now, double minutes, DateTimeOffset lastDue)
    {
        var clear = now + TimeSpan.FromMinutes(minutes);
        var ticks = (clear > lastDue ? clear : lastDue).UtcTicks;
        return new DateTimeOffset(ticks + TimeSpan.TicksPerMinute - (ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
    }
}

internal sealed record DestinationView
{
    public required string Name { get; init; }
    public required string Url { get; init; }
    public required string Currency { get; init; }

    /// <summary>Without a token nothing is sent.</summary>
    public required bool HasToken { get; init; }

    /// <summary>Why nothing is sent; null where it is not paused.</summary>
    public string? PausedBecause { get; init; }
    public DateTimeOffset? PausedSince { get; init; }

    /// <summary>What somebody does about that; null where it is not paused, or by hand.</summary>
    public string? WhatToDo { get; init; }

    /// <summary>It did not answer several times in a row; one request at a time tries.</summary>
    public required bool IsUnreachable { get; init; }

    /// <summary>Where its budget started, requests a minute; 0: no budget.</summary>
    public required int ConfiguredPerMinute { get; init; }

    /// <summary>What the budget is by now, as Cometly's headers say; null: no budget.</summary>
    public double? PerMinute { get; init; }

    /// <summary>How long nothing goes yet because Cometly answered 429; null where another instance knows.</summary>
    public TimeSpan? BlockedFor { get; init; }

    /// <summary>How many conversions wait to be sent.</summary>
    public required long Pending { get; init; }

    /// <summary>By when these are sent at the present budget, if nothing else comes, to the minute; not before the last one is due. Null: nothing waits, or nobody knows.</summary>
    public DateTimeOffset? ClearAt { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<LastAnswer> LastAnswers { get; init; }
}
