using CometHooks.Configuration;
using CometHooks.Map;
using CometHooks.Operate.Edit;

namespace CometHooks.Operate.Api;

internal record DraftInput
{
    /// <summary>The mapping, such as mappings/stripe.yaml; one that an endpoint names.</summary>
    public string? Name { get; init; }

    /// <summary>The draft's whole text, YAML.</summary>
    public string? Text { get; init; }
}

internal sealed record PreviewInput : DraftInput
{
    /// <summary>The endpoint at which it would arrive; without it the first that names the mapping.</summary>
    public string? Endpoint { get; init; }

    /// <summary>A stored webhook's number; without it, and without a payload, the endpoint's newest.</summary>
    public long? Webhook { get; init; }

    /// <summary>A body, in place of a stored webhook.</summary>
    public string? Payload { get; init; }

    /// <summary>Headers of the payload's delivery.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>True: with the stored webhook's personal data; that is written to the audit trail.</summary>
    public bool? Reveal { get; init; }
}

internal sealed record DiffInput : DraftInput
{
    /// <summary>The endpoint whose webhooks are compared; without it the first that names the mapping and has some.</summary>
    public string? Endpoint { get; init; }

    /// <summary>How many webhooks, the newest: 200 without it, at most 1000.</summary>
    public int? Last { get; init; }
}

internal sealed record ActivationInput : DraftInput
{
    /// <summary>The version that the draft was made of.</summary>
    public string? InsteadOf { get; init; }
}

/// <param name="Name">The mapping.</param>
/// <param name="Version">The version to go back to.</param>
/// <param name="InsteadOf">The version that is left.</param>
internal sealed record RollBackInput(string? Name, string? Version, string? InsteadOf);

/// <param name="Version">The first 12 hex digits of the SHA-256 of its text.</param>
/// <param name="ActiveFrom">When it was last taken into use.</param>
/// <param name="Active">Whether it is in use now.</param>
internal sealed record VersionView(string Version, DateTimeOffset ActiveFrom, bool Active);

/// <param name="Name">The mapping.</param>
/// <param name="Version">The version that is active now.</param>
internal sealed record ActivatedVersion(string Name, string Version);

/// <param name="Version">The version that the text would be.</param>
/// <param name="Holds">Whether it could be made active.</param>
/// <param name="Problems">What is wrong, in the order of the text.</param>
/// <param name="Examples">How many examples hold.</param>
internal sealed record DraftCheck(string Version, bool Holds, IReadOnlyList<Problem> Problems, int Examples)
{
    public static DraftCheck Of(TriedMapping tried, string text, bool withValues) => new(
        MappingReader.VersionOf(text), tried.Holding is not null, tried.All(withValues), tried.Examples.Count(e => e.Problems.Count == 0));
}

/// <summary>An activation that did not come about, in words; console and API say the same.</summary>
internal static class DraftAnswers
{
    public static string Of(Activated done) => done.End switch
    {
        ActivationEnd.Outdated => $"Somebody else changed the mapping meanwhile{(done.Version is { } version ? $", it is version {version} now" : "")}: load it again and make your change there.",
        ActivationEnd.NotWritable => $"{done.Why}, so it cannot be changed from here. Download the text, put it in the file's place by the way the file came, and the hub takes it within seconds.",
        _ => "It is active.",
    };
}
