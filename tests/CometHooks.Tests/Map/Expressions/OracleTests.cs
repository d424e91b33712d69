using System.Globalization;
using System.Text.Json;
using CometHooks.Map.Expressions;

namespace CometHooks.Tests.Map.Expressions;

/// <summary>Every expression of Oracle/expressions.json against what JSONata itself answered; make.mjs there asks it again.</summary>
public sealed class OracleTests
{
    private static readonly JsonElement Table = SampleInput.Resource("expressions.json");

    private static readonly string[] Differences = ["null", "numbers", "one value"];

    public static TheoryData<string, string> Rows =>
        new(Table.GetProperty("rows").EnumerateArray().Select(row => (row.GetProperty("document").GetString()!, row.GetProperty("expression").GetString()!)));

    [Theory]
    [MemberData(nameof(Rows))]
    public void An_expression_gives_what_JSONata_gives_but_for_the_three_differences(string document, string expression)
    {
        var row = Row(document, expression);
        var expected = row.TryGetProperty("ours", out var ours) ? ours : row.GetProperty("jsonata");

        var answer = Answer(document, expression);

        Assert.True(Agree(expected, answer), $"{expression}\nexpected {expected}\nbut gave {answer}");
    }

    [Fact]
    public void The_table_is_as_large_as_promised_and_comes_from_a_version_that_counts()
    {
        Assert.True(Rows.Count >= 150);
        Assert.True(Version.Parse(Table.GetProperty("jsonata").GetString()!) >= new Version(2, 1, 1));
    }

    [Fact]
    public void Each_difference_has_rows_and_no_other_difference_is_claimed()
    {
        var claimed = Table.GetProperty("rows").EnumerateArray()
            .Where(row => row.TryGetProperty("difference", out _))
            .CountBy(row => row.GetProperty("difference").GetString()!)
            .ToDictionary();

        Assert.Equal(Differences.Order(), claimed.Keys.Order());
        Assert.All(claimed.Values, count => Assert.True(count >= 5));
    }

    [Fact]
    public void A_row_that_claims_a_difference_differs()
    {
        var marked = Table.GetProperty("rows").EnumerateArray().Where(row => row.TryGetProperty("difference", out _)).ToList();

        Assert.NotEmpty(marked);
        Assert.All(marked, row => Assert.False(
            Agree(row.GetProperty("jsonata"), Answer(row.GetProperty("document").GetString()!, row.GetProperty("expression").GetString()!)),
            row.ToString()));
    }

    [Fact]
    public void Every_function_has_rows_but_for_our_own()
    {
        var expressions = string.Join('\n', Rows.Select(row => row.Data.Item2));

        var without = Functions.Known.Where(function => !expressions.Contains($"${function.Name}(", StringComparison.Ordinal)).Select(function => function.Name);

        Assert.Equal(["money", "phone", "sha256"], without);
    }

    private static JsonElement Row(string document, string expression) => Table.GetProperty("rows").EnumerateArray()
        .Single(row => row.GetProperty("document").ValueEquals(document) && row.GetProperty("expression").ValueEquals(expression));

    private static Given Answer(string document, string text)
    {
        var input = SampleInput.Named(document);
        if (!Expression.TryCompile(text, out var expression, out var error))
        {
            return new Given(null, IsMissing: false, error);
        }

        var evaluation = expression.Evaluate(input);
        Assert.True(Expression.TryCompile($"$exists(({text}))", out var exists, out _));
        var isMissing = exists.Evaluate(input).Value is false;
        Assert.True(!isMissing || evaluation.Value is null);
        return new Given(evaluation.Value, isMissing, evaluation.Error);
    }

    private static bool Agree(JsonElement expected, Given answer) =>
        expected.TryGetProperty("error", out _) ? answer.Error is not null
        : !expected.TryGetProperty("unwritable", out _) && answer.Error is null && (expected.TryGetProperty("missing", out _) ? answer.IsMissing
            : expected.TryGetProperty("number", out var number) ? answer.Value is decimal d && d == decimal.Parse(number.GetString()!, CultureInfo.InvariantCulture)
            : !answer.IsMissing && Same(expected.GetProperty("value"), answer.Value));

    private static bool Same(JsonElement expected, object? value) => (expected.ValueKind, value) switch
    {
        (JsonValueKind.Null, null) => true,
        (JsonValueKind.True, true) or (JsonValueKind.False, false) => true,
        (JsonValueKind.String, string text) => expected.ValueEquals(text),
        // JSON has whole numbers that a double cannot hold and writes them all the same: compare by what is written.
        (JsonValueKind.Number, decimal number) => expected.TryGetDecimal(out var wanted) && wanted == number,
        (JsonValueKind.Object, JsonElement element) => JsonElement.DeepEquals(expected, element),
        (JsonValueKind.Array, IReadOnlyList<object?> list) =>
            expected.GetArrayLength() == list.Count && expected.EnumerateArray().Zip(list).All(pair => Same(pair.First, pair.Second)),
        _ => false,
    };

    private sealed record Given(object? Value, bool IsMissing, ExpressionError? Error);
}
