using CometHooks.Map.Expressions;
using CsCheck;

namespace CometHooks.Tests.Map.Expressions;

/// <summary>Laws that hold for all expressions and numbers.</summary>
public sealed class PropertyTests
{
    private static readonly string[] Documents = ["payment", "order", "booking", "odd"];

    private static readonly Gen<string> Leaf = Gen.OneOf(
        "id", "amount", "captured", "currency", "customer", "missing", "items.data.quantity", "line_items[0].price", "list", "list[-1]", "numbers.price",
        "texts.number", "grid", "nested.in.v", "$facts.amount", "$event.id", "$$.id", "$body.object", "1", "0", "2.5", "'paid'", "''", "true", "false", "null", "[1, 'a']", "[]");

    private static readonly Gen<string> Well = Gen.Recursive<string>((depth, inner) => depth > 4 ? Leaf : Gen.OneOf(
        Leaf,
        from left in inner from op in Gen.OneOf("+", "-", "*", "/", "%", "&", "=", "!=", "<", "<=", ">", ">=", " in ", " and ", " or ", "??", "?:") from right in inner select $"{left} {op} {right}",
        from test in inner from then in inner from other in inner select $"{test} ? {then} : {other}",
        from test in inner from then in inner select $"{test} ? {then}",
        from operand in inner select $"-{operand}",
        from operand in inner select $"({operand})",
        from operand in inner from filter in inner select $"({operand})[{filter}]",
        from function in Gen.OneOf("exists", "not", "boolean", "string", "number", "type", "count", "sum", "max", "length", "trim", "uppercase", "abs", "floor") from operand in inner select $"${function}({operand})",
        from first in inner from second in inner select $"[{first}, {second}]"));

    // Up to 14 digits each, so that no sum or product of two needs more than 28.
    private static readonly Gen<decimal> Number =
        Gen.Select(Gen.Long[-99_999_999_999_999, 99_999_999_999_999], Gen.Int[0, 10]).Select((digits, places) => digits / Power(places));

    [Fact]
    public void An_expression_means_the_same_with_all_its_parentheses_written() => Well.Sample(
        text =>
        {
            Assert.True(Parser.TryParse(text, out var node, out var error), $"{text}: {error?.Message}");
            var full = Parenthesised.Print(node);
            Assert.True(Expression.TryCompile(text, out var expression, out _));
            Assert.True(Expression.TryCompile(full, out var other, out error), $"{full}: {error?.Message}");

            foreach (var document in Documents)
            {
                var (one, two) = (expression.Evaluate(SampleInput.Named(document)), other.Evaluate(SampleInput.Named(document)));
                Assert.Equal(one.Error is null, two.Error is null);
                Assert.Equal(Shown(one.Value), Shown(two.Value));
            }
        },
        iter: 2_000);

    [Fact]
    public void Addition_and_multiplication_are_exact_and_commute() => Gen.Select(Number, Number).Sample((a, b) =>
    {
        Assert.Equal(a + b, Evaluate($"{Text(a)} + {Text(b)}"));
        Assert.Equal(a * b, Evaluate($"{Text(b)} * {Text(a)}"));
        Assert.Equal(a, Evaluate($"{Text(a)} + {Text(b)} - {Text(b)}"));
        Assert.Equal(-a, Evaluate($"-({Text(a)})"));
    });

    [Fact]
    public void A_quotient_and_a_remainder_make_the_dividend() => Gen.Select(Number, Number.Where(b => b != 0)).Sample((a, b) =>
        Assert.Equal(a, Evaluate($"({Text(a)} - {Text(a)} % {Text(b)}) + {Text(a)} % {Text(b)}")));

    [Fact]
    public void A_number_and_its_text_are_the_same_number() => Number.Sample(a =>
    {
        Assert.Equal(a, Evaluate($"$number($string({Text(a)}))"));
        Assert.Equal(true, Evaluate($"$string({Text(a)}) = $string({Text(a)} + 0.000)"));
    });

    [Fact]
    public void Order_is_total_and_agrees_with_equality() => Gen.Select(Number, Number).Sample((a, b) =>
    {
        Assert.Equal(a < b, Evaluate($"{Text(a)} < {Text(b)}"));
        Assert.Equal(a >= b, Evaluate($"{Text(a)} >= {Text(b)}"));
        Assert.Equal(a == b, Evaluate($"{Text(a)} = {Text(b)}"));
    });

    [Fact]
    public void Split_and_join_undo_each_other() => Gen.String[Gen.Char["ab,;'é"], 0, 20].Sample(text =>
        Assert.Equal(text, Evaluate($"$join($split(\"{text}\", ','), ',')")));

    private static object? Evaluate(string text)
    {
        Assert.True(Expression.TryCompile(text, out var expression, out var error), error?.Message);
        var evaluation = expression.Evaluate(SampleInput.Named("payment"));
        Assert.Null(evaluation.Error);
        return evaluation.Value;
    }

    private static string Text(decimal number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static decimal Power(int places) => Enumerable.Repeat(10m, places).Aggregate(1m, (a, b) => a * b);

    private static string Shown(object? value) => value is IReadOnlyList<object?> list ? $"[{string.Join("|", list.Select(Shown))}]" : value?.ToString() ?? "nothing";
}
