using System.Text.Json.Serialization;
using CometHooks.Configuration;
using CometHooks.Map;
using CometHooks.Store;

namespace CometHooks.Operate.Replay;

/// <summary>What shall be again, as it is asked for over HTTP.</summary>
internal sealed record ReplayRequest
{
    /// <summary>What can be mapped anew. Who chooses a late one by hand believes it.</summary>
    public static readonly WebhookState[] Mappable = [WebhookState.Mapped, WebhookState.Ignored, WebhookState.Failed, WebhookState.Late];

    private const int MostChosen = 5000;

    // What came too late for its signature is not believed unless somebody says so.
    private static readonly WebhookState[] Usual = [WebhookState.Mapped, WebhookState.Ignored, WebhookState.Failed];

    public ReplayMode Mode { get; init; }

    /// <summary>Who asks, for the audit trail; never the asker's to say.</summary>
    [JsonIgnore]
    public string Actor { get; init; } = "command";

    /// <summary>Its id, which its asker chose; null where each is another one.</summary>
    [JsonIgnore]
    public string? Id { get; init; }

    /// <summary>Whether to say only what would happen.</summary>
    public bool Preview { get; init; }

    /// <summary>Whether what has an effect is mapped anew too.</summary>
    public bool Again { get; init; }
    public string? Endpoint { get; init; }
    public IReadOnlyList<string> Types { get; init => field = value ?? []; } = [];
    public IReadOnlyList<string> States { get; init => field = value ?? []; } = [];
    public string? EventId { get; init; }

    /// <summary>Webhooks chosen one by one, by their numbers, in place of a filter.</summary>
    public IReadOnlyList<long>? Webhooks { get; init; }

    /// <summary>With <see cref="ReplayMode.Dead"/>: dead conversions chosen one by one.</summary>
    public IReadOnlyList<long>? Conversions { get; init; }
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? To { get; init; }

    /// <summary>With <see cref="ReplayMode.New"/>: which one, and why.</summary>
    public long? Conversion { get; init; }
    public string? Reason { get; init; }

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public string? Problem(MapTargets targets)
    {
        if (Endpoint is { } endpoint && targets.Find(endpoint) is null)
        {
            return $"there is no endpoint '{endpoint}' with a mapping.{NearestName.Hint(endpoint, targets.Endpoints)}";
        }

        if (States.FirstOrDefault(state => !Mappable.Any(m => Words.Of(m) == state)) is { } other)
        {
            return $"webhooks that are '{other}' cannot be mapped anew. Write one of: {string.Join(", ", Mappable.Select(Words.Of))}.";
        }

        if (Mode == ReplayMode.New && (Conversion is null || string.IsNullOrWhiteSpace(Reason)))
        {
            return "to send a delivered conversion as a new event takes its number and a reason.";
        }

        if (Webhooks?.Count > MostChosen || Conversions?.Count > MostChosen)
        {
            return $"at most {MostChosen} can be chosen one by one.";
        }

        return From > To ? "nothing can arrive from then to then: the end is before the beginning." : null;
    }

    /// <summary>The webhooks that it is about. What arrives while it runs is not.</summary>
    public ReplayFilter Filter(DateTimeOffset now) => new()
    {
        Endpoint = Endpoint,
        Types = Types,
        States = States.Count == 0 ? Usual : [.. States.Select(Words.Read<WebhookState>)],
        EventId = EventId,
        Webhooks = Webhooks,
        Conversions = Conversions,
        From = From is { } from && from > DateTimeOffset.UnixEpoch ? from : DateTimeOffset.UnixEpoch,
        To = To is { } to && to < now ? to : now.AddMilliseconds(1),
    };

    /// <summary>The same in words, for the audit trail.</summary>
    public string Describe()
    {
        string?[] parts =
        [
            Webhooks is null ? null : $"{Webhooks.Count} webhooks chosen one by one",
            Conversions is null ? null : $"{Conversions.Count} conversions chosen one by one",
            Endpoint is null ? null : $"endpoint {Endpoint}",
            Types.Count == 0 ? null : $"type {string.Join(", ", Types)}",
            States.Count == 0 ? null : $"state {string.Join(", ", States)}",
            EventId is null ? null : $"event {EventId}",
            From is null ? null : $"from {From:u}",
            To is null ? null : $"to {To:u}",
        ];
        var filter = string.Join(", ", parts.Where(p => p is not null));
        return filter.Length == 0 ? "all webhooks" : filter;
    }
}

internal enum ReplayMode
{
    /// <summary>Webhooks are mapped anew.</summary>
    Map,

    /// <summary>Dead conversions go again as they were.</summary>
    Dead,

    /// <summary>A delivered conversion goes as a new event.</summary>
    New,
}
