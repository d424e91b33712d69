namespace CometHooks.Count;

/// <summary>What a replay does or would do, in numbers and a few examples.</summary>
internal sealed record ReplayTally
{
    /// <summary>How many examples are named.</summary>
    public const int MostExamples = 10;

    /// <summary>Webhooks that the filter chose.</summary>
    public long Webhooks { get; set; }

    /// <summary>Of those, the ones left alone: they count for something already, or what they would make now counts under another name.</summary>
    public long Skipped { get; set; }

    /// <summary>Of those, the ones that the configuration has no mapping for, or does not want any more.</summary>
    public long Unconfigured { get; set; }

    /// <summary>Of those, the ones whose body is gone, by age or because their person was erased: nothing can be mapped any more.</summary>
    public long Emptied { get; set; }

    /// <summary>Of those, the ones that are mapped anew.</summary>
    public long MappedAnew { get; set; }

    /// <summary>Conversions that would go.</summary>
    public long NewEffects { get; set; }

    /// <summary>Of those, the ones that do not tell themselves who the visitor was: they go only where another event does.</summary>
    public long Unidentified { get; set; }

    /// <summary>Conversions that go on for a dead one, under its key.</summary>
    public long GoOn { get; set; }

    /// <summary>Conversions that the ledger suppresses.</summary>
    public long Suppressed { get; set; }
    public long Excluded { get; set; }
    public long Rejected { get; set; }

    /// <summary>Webhooks of which nothing is sent: the rules that apply only remember.</summary>
    public long Remembering { get; set; }

    /// <summary>Webhooks that no rule wants.</summary>
    public long Ignored { get; set; }

    /// <summary>Webhooks that a rule cannot be evaluated for.</summary>
    public long Failed { get; set; }

    /// <summary>New effects of what counts under another name already. Without "again" they are among the skipped and do not happen.</summary>
    public long UnderAnotherName { get; set; }

    /// <summary>Some of them.</summary>
    public List<SecondEffect> Examples { get; init; } = [];

    /// <summary>By name: "purchase → custom_event_1" and how many.</summary>
    public SortedDictionary<string, long> Names { get; init; } = new(StringComparer.Ordinal);
}

/// <param name="EventId">The source's event.</param>
/// <param name="Destination">Where it counts.</param>
/// <param name="Was">Under which names.</param>
/// <param name="Becomes">The name under which it would count once more.</param>
internal sealed record SecondEffect(string EventId, string Destination, IReadOnlyList<string> Was, string Becomes);
