using System.Text.RegularExpressions;

namespace CometHooks.Tests.Samples;

/// <summary>The rules that a shipped mapping has as comments.</summary>
internal static partial class SwitchedOffRules
{
    /// <summary>The mapping's text with them switched on, as an admin would: the comment signs are taken away.</summary>
    /// <param name="text">The mapping's text.</param>
    /// <param name="name">The one rule that is meant; null for all.</param>
    public static string SwitchOn(string text, string? name = null) =>
        CommentedRule().Replace(text, rule => name is null || rule.Groups["name"].Value == name
            ? rule.Value.Replace("\n  # ", "\n  ", StringComparison.Ordinal).Remove(2, 2)
            : rule.Value);

    /// <summary>The same without the shipped examples, of which some say that these rules are off.</summary>
    public static string WithoutExamples(string text) => text[..(text.IndexOf("\nexamples:\n", StringComparison.Ordinal) + 1)];

    [GeneratedRegex(@"^  # - name: (?<name>[^#\n]*[^#\s])[^\n]*(\n  #   .*)*", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommentedRule();
}
