using System.Collections.Frozen;

namespace CometHooks.Count;

/// <summary>How near a remembered identity is to a conversion. The nearer one counts.</summary>
internal enum IdentityRank
{
    /// <summary>The conversion's own event, or a sibling of the same conversion.</summary>
    Own = 1,

    /// <summary>The same payment, order or session.</summary>
    SamePayment = 2,

    /// <summary>The same customer.</summary>
    SameCustomer = 3,

    /// <summary>The same e-mail address.</summary>
    SameEmail = 4,
}

/// <summary>The names that may stand under <c>remember</c> and <c>recall</c>, each with how much it says.</summary>
internal static class IdentityKinds
{
    public const string Email = "email";

    public static FrozenDictionary<string, IdentityRank> All { get; } = new Dictionary<string, IdentityRank>(StringComparer.Ordinal)
    {
        ["payment"] = IdentityRank.SamePayment,
        ["charge"] = IdentityRank.SamePayment,
        ["invoice"] = IdentityRank.SamePayment,
        ["session"] = IdentityRank.SamePayment,
        ["order"] = IdentityRank.SamePayment,
        ["checkout"] = IdentityRank.SamePayment,
        ["cart"] = IdentityRank.SamePayment,
        ["booking"] = IdentityRank.SamePayment,
        ["customer"] = IdentityRank.SameCustomer,
        ["subscription"] = IdentityRank.SameCustomer,
        [Email] = IdentityRank.SameEmail,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IdentityRank RankOf(string kind) => All[kind];
}
