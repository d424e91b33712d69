namespace CometHooks.Store;

/// <summary>The keys of ASP.NET Data Protection, which all hubs of a store share: a session that one of them began holds at the others.</summary>
internal interface IKeyRing
{
    Task<IReadOnlyList<string>> ReadKeyRingAsync(CancellationToken cancellationToken);

    Task AddToKeyRingAsync(string name, string xml, CancellationToken cancellationToken);
}
