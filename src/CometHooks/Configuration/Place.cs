namespace CometHooks.Configuration;

/// <summary>Where a setting was written.</summary>
/// <param name="File">The file, or the words <c>environment variable NAME</c>.</param>
/// <param name="Line">From 1; 0 outside a file.</param>
/// <param name="Column">From 1; 0 outside a file.</param>
internal sealed record Place(string File, int Line, int Column)
{
    /// <summary>A setting that an environment variable gave.</summary>
    public static Place OfVariable(string name) => new($"environment variable {name}", 0, 0);

    /// <summary>Something is wrong here.</summary>
    public Problem Problem(string message) => new(File, Line, Column, message);
}
