using System.Globalization;
using System.Text;
using CometHooks.Map.Expressions;
using CsCheck;

namespace CometHooks.Tests.Map.Expressions;

/// <summary>
/// No text throws, and none takes long. COMETHOOKS_FUZZ_ITERATIONS makes the run longer.
/// </summary>
public sealed class FuzzTests
{
    private static readonly long Iterations =
        long.TryParse(Environment.GetEnvironmentVariable("COMETHOOKS_FUZZ_ITERATIONS"), CultureInfo.InvariantCulture, out var wanted) ? wanted : 3_000;

    private static readonly string[] Documents = ["payment", "order", "booking", "odd"];

    private static readonly string[] Valid =
        [.. OracleTests.Rows.Select(row => row.Data.Item2), "$money(amount, currency)", "$phone(phone, 'US')", "$sha256(email)"];

    // What a mutation is most likely to break something with.
    private static readonly Gen<string> Splinter = Gen.OneOf(
        "(", ")", "[", "]", "[]", ".", "..", ",", "?", "??", "?:", ":", ":=", "$", "$$", "'", "\"", "`", "\\", "\\u", "&", "-", "e9", "0", "9999999999999999999999999999999",
        "=", "==", "!", "!=", " and ", " or ", " in ", "null", "true", "$sum(", "$split(", "$lookup(", "$string(", "$round(", "*", "**", "%", "/", "/*", "*/", "{", "}", "^", "@", "#",
        "~>", "|", ";", "\0", "\ud83d", "\ude00", "😀", "\u00a0", "\n", "list", "grid", "mixed", "nested.in", "numbers", "texts", "$event.", "$facts.amount", "$body", "[0]", "[-1]", "[$ > 1]");

    private static readonly Gen<string> Mutated =
        from text in Gen.OneOf(Valid)
        from other in Gen.OneOf(Valid)
        from edits in Gen.Select(Gen.Int[0, 5], Gen.Double.Unit, Gen.Double.Unit, Splinter).Array[1, 6]
        select edits.Aggregate(text, (current, edit) => Mutate(current, other, edit.Item1, edit.Item2, edit.Item3, edit.Item4));

    [Fact]
    public void Random_text_never_throws() => Gen.String.Sample(Survives, iter: Iterations);

    [Fact]
    public void Random_bytes_as_text_never_throw() => Gen.Byte.Array[0, 200].Select(Encoding.UTF8.GetString).Sample(Survives, iter: Iterations);

    [Fact]
    public void Random_splinters_never_throw() => Splinter.Array[0, 60].Select(string.Concat).Sample(Survives, iter: Iterations);

    [Fact]
    public void Mutated_expressions_never_throw() => Mutated.Sample(Survives, iter: Iterations);

    [Fact]
    public void Every_beginning_of_a_valid_expression_is_answered()
    {
        foreach (var text in Valid)
        {
            for (var length = 0; length <= text.Length; length++)
            {
                Survives(text[..length]);
            }
        }
    }

    [Fact]
    public void Deep_nesting_of_any_kind_never_throws() =>
        Gen.Select(Splinter, Splinter, Gen.OneOf(10, 65, 400, 5_000, 100_000))
            .Select((open, close, times) => string.Concat(Enumerable.Repeat(open, times)) + "a" + string.Concat(Enumerable.Repeat(close, times)))
            .Sample(Survives, iter: Iterations / 10);

    private static void Survives(string text)
    {
        if (!Expression.TryCompile(text, out var expression, out var error))
        {
            AssertPlace(text, error);
            return;
        }

        Assert.Equal(text, expression.Text);
        foreach (var document in Documents)
        {
            var input = SampleInput.Named(document);
            if (expression.Evaluate(input) is { Error: { } failure, Value: null })
            {
                AssertPlace(text, failure);
            }

            Assert.Equal(expression.Paths, expression.Observe(input).Select(seen => seen.Key));
        }
    }

    private static void AssertPlace(string text, ExpressionError error)
    {
        Assert.InRange(error.Offset, 0, text.Length);
        Assert.InRange(error.Length, 0, text.Length - error.Offset);
        Assert.NotEmpty(error.Message);
    }

    private static string Mutate(string text, string other, int kind, double from, double to, string splinter)
    {
        var (a, b) = ((int)(from * text.Length), (int)(to * text.Length));
        var (start, end) = (Math.Min(a, b), Math.Max(a, b));
        return kind switch
        {
            0 => text.Remove(start, Math.Min(end - start, 3)),
            1 => text.Insert(start, splinter),
            2 => text[..start] + text[start..end] + text[start..],
            3 => text.Insert(start, other),
            4 => text[..start] + other[(int)(to * other.Length)..],
            _ => $"{text} {splinter} {other}",
        };
    }
}
