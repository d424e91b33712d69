using System.Collections.Frozen;

namespace CometHooks.Map.Expressions;

/// <summary>The closed list of functions.</summary>
internal static class Functions
{
    private static readonly FrozenDictionary<string, Function> All =
        new[] { KindFunctions.All, TextFunctions.All, ListFunctions.All, NumberFunctions.All, OwnFunctions.All }
            .SelectMany(family => family)
            .ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    public static IEnumerable<Function> Known => All.Values.OrderBy(function => function.Name, StringComparer.Ordinal);

    public static Function? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>The nearest known function, or where there is none, all of them.</summary>
    public static string Hint(string name)
    {
        var known = Known.Select(function => "$" + function.Name).ToList();
        var hint = Configuration.NearestName.Hint("$" + name, known);
        return hint.Length > 0 ? hint : $" Write one of {string.Join(", ", known)}.";
    }
}
