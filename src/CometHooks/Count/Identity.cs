using CometHooks.Deliver;

namespace CometHooks.Count;

/// <summary>What Cometly can recognise a visitor by, and what helps it: the browser and the person.</summary>
internal sealed record Identity(Visitor Visitor, Person Person)
{
    private static readonly Visitor NoVisitor = new();
    private static readonly Person NoPerson = new();

    /// <summary>Whether it tells the browser: what Cometly attributes by best.</summary>
    public bool TellsBrowser => Visitor.CometToken is not null || Visitor is { Fingerprint: not null, Ip: not null };

    public bool IsEmpty => Visitor == NoVisitor && Person == NoPerson;
}
