namespace CometHooks.Map.Expressions;

/// <summary>What people write who come from another language, and what it is called here.</summary>
internal static class ForeignSpelling
{
    private static readonly (string Wrong, string Advice)[] Symbols =
    [
        ("===", "Write '=' to compare."),
        ("!==", "Write '!=' to compare."),
        ("==", "Write '=' to compare."),
        ("<>", "Write '!=' to compare."),
        ("=>", "Write '>=' for at least."),
        ("=<", "Write '<=' for at most."),
        ("&&", "Write 'and'."),
        ("||", "Write 'or'."),
        ("?.", "Write '.': a path through something that is missing is missing, and no error."),
        ("\u201c", "Write straight quotes: \"\u2026\"."),
        ("\u201d", "Write straight quotes: \"\u2026\"."),
        ("\u201e", "Write straight quotes: \"\u2026\"."),
        ("\u2018", "Write straight quotes: '\u2026'."),
        ("\u2019", "Write straight quotes: '\u2026'."),
        ("\u00a0", "It is a space that does not break; write a plain one."),
    ];

    // Words between two values; 'not' and functions without their dollar sign are seen where a call is parsed.
    private static readonly (string Wrong, string Advice)[] Words =
    [
        ("AND", "Write 'and'."),
        ("OR", "Write 'or'."),
        ("IN", "Write 'in'."),
        ("is", "Write '='."),
        ("eq", "Write '='."),
        ("ne", "Write '!='."),
        ("contains", "Write $contains(text, part)."),
        ("then", "Write condition ? value : other."),
    ];

    public static ExpressionError? Find(string source, int offset)
    {
        var rest = source.AsSpan(offset);
        foreach (var (wrong, advice) in Symbols)
        {
            if (rest.StartsWith(wrong, StringComparison.Ordinal))
            {
                return new ExpressionError($"'{wrong}' is not part of this language. {advice}", offset, wrong.Length);
            }
        }

        return rest[0] == '!' && !rest.StartsWith("!=")
            ? new ExpressionError("'!' is not part of this language. Write $not(\u2026).", offset, 1)
            : null;
    }

    public static string? AdviceForWord(string word)
    {
        foreach (var (wrong, advice) in Words)
        {
            if (wrong == word)
            {
                return advice;
            }
        }

        return null;
    }
}
