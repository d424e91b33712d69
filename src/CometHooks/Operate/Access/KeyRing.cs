using System.Xml.Linq;
using CometHooks.Store;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CometHooks.Operate.Access;

/// <summary>The keys that sessions are sealed with, in the store: they outlive a restart, and hubs that share a store share sessions.</summary>
internal sealed class KeyRing(IKeyRing store) : IXmlRepository
{
    // Asked once a day, and before the first session: the framework has no other way than to wait for it.
    public IReadOnlyCollection<XElement> GetAllElements()
        => [.. store.ReadKeyRingAsync(CancellationToken.None).GetAwaiter().GetResult().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName)
        => store.AddToKeyRingAsync(friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None).GetAwaiter().GetResult();
}
