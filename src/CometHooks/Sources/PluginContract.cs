using System.Reflection;

namespace CometHooks.Sources;

/// <summary>Whether a plugin was compiled against a contract that this hub fulfils.</summary>
internal static class PluginContract
{
    private static readonly AssemblyName Ours = typeof(ISourceAdapter).Assembly.GetName();

    public static string Name => Ours.Name!;

    /// <summary>Null where it fits; otherwise what is wrong and what to do.</summary>
    public static string? Problem(IEnumerable<AssemblyName> references)
    {
        var theirs = references.FirstOrDefault(reference => reference.Name == Name);
        if (theirs?.Version is not { } version)
        {
            return $"it does not reference {Name}: compile it against that assembly and implement ISourceAdapter";
        }

        // The contract grows by default members only, so an older plugin fits as long as the first number stays.
        return Fits(version, Ours.Version!)
            ? null
            : $"it was compiled against {Name} {version}, this hub has {Ours.Version}: compile it against the hub's version";
    }

    public static bool Fits(Version theirs, Version ours) => theirs.Major == ours.Major && theirs.Minor <= ours.Minor;
}
