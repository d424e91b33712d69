namespace CometHooks.Configuration;

/// <summary>One thing that is wrong in a file: what, where, and what to do.</summary>
/// <param name="File">The file as the admin named it, with forward slashes.</param>
/// <param name="Line">From 1; 0 where the whole file is meant.</param>
/// <param name="Column">From 1; 0 where the whole line is meant.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
internal sealed record Problem(string File, int Line, int Column, string Message)
{
    /// <summary><c>file:line:column: message</c>, as compilers print it and editors understand it.</summary>
    public override string ToString() =>
        Line == 0 ? $"{File}: {Message}" : $"{File}:{Line}:{Math.Max(Column, 1)}: {Message}";
}
