namespace CometHooks;

/// <summary>
/// An event by which a platform asks that a person's or a shop's data be erased, or shown to the person. The hub carries it
/// out over its whole store, and keeps a receipt. One that names nobody (a person without address and ids, a shop without its
/// name) touches nobody: its webhook is <c>ignored</c>, and its receipt says that it was not carried out.
/// </summary>
public sealed record PrivacyRequest
{
    /// <summary>What is asked for.</summary>
    public required PrivacyRequestKind Kind { get; init; }

    /// <summary>The person's e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>
    /// The platform's own ids of the person, of orders and of what else belongs to the person: numbers or texts that stand
    /// in the bodies of other events. They are looked for in events of the same shop only.
    /// </summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>The shop as <see cref="SourceEvent.Shop"/> has it.</summary>
    public string? Shop { get; init; }
}
