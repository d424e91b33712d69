using System.Globalization;

namespace CometHooks.Load.Runs;

/// <summary>Options of a run, as <c>--name value</c>.</summary>
internal sealed class Arguments(IReadOnlyList<string> all)
{
    /// <summary>As they were given.</summary>
    public IReadOnlyList<string> All => all;

    public double Number(string name, double otherwise) =>
        Text(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public int Whole(string name, int otherwise) => (int)Number(name, otherwise);

    public IReadOnlyList<int> List(string name, params IReadOnlyList<int> otherwise) =>
        Text(name) is { } text ? [.. text.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))] : otherwise;

    private string? Text(string name)
    {
        var at = all.ToList().IndexOf($"--{name}");
        return at >= 0 && at + 1 < all.Count ? all[at + 1] : null;
    }
}
