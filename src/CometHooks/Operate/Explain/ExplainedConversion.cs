using System.Text.Json.Nodes;
using CometHooks.Count;
using CometHooks.Store;

namespace CometHooks.Operate.Explain;

/// <summary>One conversion with all that led to it and all that became of it.</summary>
internal sealed record ExplainedConversion
{
    public required long Id { get; init; }
    public required string Rule { get; init; }
    public required string EventName { get; init; }
    public required string Destination { get; init; }
    public required ConversionState State { get; init; }
    public string? Reason { get; init; }
    public required int Run { get; init; }
    public string? Mapping { get; init; }
    public required string MappingVersion { get; init; }

    /// <summary>What it is about: the same if any of them is known.</summary>
    public required IReadOnlyList<string> Keys { get; init; }
    public string? OrderId { get; init; }
    public required string IdempotencyKey { get; init; }

    /// <summary>Field → its value, and where that came from.</summary>
    public required IReadOnlyDictionary<string, ExplainedField> Fields { get; init; }

    /// <summary>Null where it never asked the ledger.</summary>
    public ExplainedEntry? Ledger { get; init; }

    /// <summary>Under which kinds of keys an earlier identity of the visitor was looked for.</summary>
    public required IReadOnlyList<string> Recall { get; init; }

    /// <summary>Why it cannot go by itself.</summary>
    public string? Lacking { get; init; }
    public required Readiness Readiness { get; init; }
    public required string Lane { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? FrozenAt { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public required int AttemptsUsed { get; init; }
    public required bool MayHaveLanded { get; init; }
    public required IReadOnlyList<AttemptView> Attempts { get; init; }

    /// <summary>Exactly what was POSTed; null before the first attempt.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>What happens next.</summary>
    public required string Next { get; init; }
}

internal sealed record ExplainedField
{
    /// <summary>As it was or would be sent; null where there is none.</summary>
    public JsonNode? Value { get; init; }

    /// <summary>The expression of the rule, or its fixed text.</summary>
    public string? Expression { get; init; }
    public string? Text { get; init; }
    public int? Line { get; init; }

    /// <summary>True: the expression gave nothing.</summary>
    public bool? Missing { get; init; }

    /// <summary>Why it was left out.</summary>
    public string? Dropped { get; init; }

    /// <summary>How an amount in another currency came about.</summary>
    public string? Converted { get; init; }

    /// <summary>Why the hub set it though no rule did.</summary>
    public string? Added { get; init; }

    /// <summary>Which event told it; null where nothing but its own event was asked.</summary>
    public EvidenceSource? Source { get; init; }
}

/// <param name="Entry">The ledger entry.</param>
/// <param name="State">open, sent, counted or void.</param>
/// <param name="Holder">The conversion that holds it.</param>
/// <param name="HeirOf">The conversion in whose place this one went.</param>
/// <param name="Siblings">The other conversions that stand at the entry.</param>
internal sealed record ExplainedEntry(long Entry, string? State, long? Holder, long? HeirOf, IReadOnlyList<SiblingView> Siblings)
{
    /// <summary>How it stands, as seen by one of its conversions.</summary>
    public string Text(long conversion) => $"{State ?? "gone"}; " + Holder switch
    {
        null => "nobody holds it",
        { } id when id == conversion => "this conversion holds it",
        { } id => $"conversion {id} holds it",
    };
}
