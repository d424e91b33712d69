using CometHooks.Map.Expressions;

namespace CometHooks.Map;

/// <summary>One mapping file, compiled: an ordered list of rules.</summary>
internal sealed record Mapping
{
    /// <summary>The file's path relative to the configuration folder, with forward slashes.</summary>
    public required string Name { get; init; }

    /// <summary>The first 12 hex digits of the SHA-256 of the file's text.</summary>
    public required string Version { get; init; }

    /// <summary>The file's text.</summary>
    public required string Text { get; init; }

    /// <summary>The source whose events it maps.</summary>
    public required string Source { get; init; }

    /// <summary>Where expressions start: a path of names from the body's root; empty for the root.</summary>
    public required IReadOnlyList<string> Payload { get; init; }

    /// <summary>Where the source is named in the file.</summary>
    public (int Line, int Column) SourcePlace { get; init; } = (1, 1);

    public required IReadOnlyList<Rule> Rules { get; init; }
    public required IReadOnlyList<MappingExample> Examples { get; init; }
}

/// <summary>When this event type arrives and this condition holds, send that Cometly event with these fields.</summary>
internal sealed record Rule
{
    public required string Name { get; init; }

    /// <summary>The rule's line in the file.</summary>
    public required int Line { get; init; }

    /// <summary>The event types that it applies to.</summary>
    public required IReadOnlyList<string> On { get; init; }

    /// <summary>Its condition; null: always.</summary>
    public PlacedExpression? When { get; init; }

    /// <summary>The Cometly event; null where the rule only remembers.</summary>
    public string? Send { get; init; }

    /// <summary>What the conversion is about; the same if any of them is known.</summary>
    public IReadOnlyList<PlacedExpression> OncePer { get; init; } = [];

    /// <summary>Field name → what it is filled with.</summary>
    public IReadOnlyList<RuleField> Fields { get; init; } = [];

    /// <summary>The idempotency key; null for the source's event id.</summary>
    public PlacedExpression? IdempotencyKey { get; init; }

    /// <summary>The country of national phone numbers, two letters.</summary>
    public string? PhoneCountry { get; init; }

    /// <summary>How long a conversion may wait for better evidence of who the visitor was; zero: not at all.</summary>
    public TimeSpan WaitForIdentity { get; init; }

    /// <summary>Under which keys a remembered identity is looked up.</summary>
    public IReadOnlyList<RuleField> Recall { get; init; } = [];

    /// <summary>What is remembered of a visitor, and under which keys; null: nothing.</summary>
    public RuleMemory? Remember { get; init; }

    public bool IsFor(string eventType)
    {
        for (var i = 0; i < On.Count; i++)
        {
            if (On[i] == eventType)
            {
                return true;
            }
        }

        return false;
    }
}

/// <param name="Under">Key name → where its value is.</param>
/// <param name="Identity">Identity field → where its value is.</param>
internal sealed record RuleMemory(IReadOnlyList<RuleField> Under, IReadOnlyList<RuleField> Identity);

/// <summary>A field with its expression, or with fixed text.</summary>
internal sealed record RuleField(string Name, int Line, PlacedExpression? Expression, string? Text);

/// <summary>An expression and its place in the file.</summary>
internal sealed record PlacedExpression(Expression Expression, TextPlace Place);

/// <summary>Where a text of the file starts, so that an error within it can be pointed at.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">Of the text's first character, from 1.</param>
internal readonly record struct TextPlace(string File, int Line, int Column);

/// <summary>Events and what they must end in.</summary>
internal sealed record MappingExample
{
    public required string Name { get; init; }
    public required int Line { get; init; }
    public required IReadOnlyList<ExampleEvent> Events { get; init; }

    /// <summary>What is sent, in order: each with the fields that must hold. Null: not stated.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>>? Sends { get; init; }

    /// <summary>The currency of the destination that the example assumes.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>State → how many conversions (or webhooks) end in it.</summary>
    public IReadOnlyDictionary<string, int> Ends { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);
}

/// <param name="Sample">The sample's path below the samples folder.</param>
/// <param name="After">How long after the event before it.</param>
internal sealed record ExampleEvent(string Sample, TimeSpan After);
