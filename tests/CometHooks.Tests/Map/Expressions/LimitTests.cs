using System.Text.Json;
using CometHooks.Map.Expressions;

namespace CometHooks.Tests.Map.Expressions;

/// <summary>No expression and no payload stops the hub.</summary>
public sealed class LimitTests
{
    [Fact]
    public void A_text_of_4000_characters_compiles_and_one_more_does_not()
    {
        var longest = "'" + new string('a', Limits.Text - 2) + "'";

        Assert.True(Expression.TryCompile(longest, out _, out _));
        Assert.Contains("4,000 are allowed", CompileError(longest + " "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("$not(", ")")]
    [InlineData("-", "")]
    [InlineData("a[", "]")]
    [InlineData("a ?? ", "")]
    [InlineData("a ? ", "")]
    [InlineData("1 + (", ")")]
    public void Sixty_four_levels_compile_and_one_more_does_not(string open, string close)
    {
        string Nested(int levels) => string.Concat(Enumerable.Repeat(open, levels)) + "id" + string.Concat(Enumerable.Repeat(close, levels));

        Assert.True(Expression.TryCompile(Nested(Limits.Nesting), out var expression, out _));
        expression.Evaluate(SampleInput.Named("payment"));
        Assert.Contains("more than 64 levels deep", CompileError(Nested(Limits.Nesting + 1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a+")]
    [InlineData("a and ")]
    [InlineData("$not(a)&")]
    public void A_long_chain_of_operators_is_refused_before_it_becomes_a_deep_stack(string link)
    {
        Assert.Contains("more than 300 operators", CompileError(string.Concat(Enumerable.Repeat(link, Limits.Operators + 1)) + "a"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_chain_evaluates_on_a_small_stack()
    {
        var chain = "1" + string.Concat(Enumerable.Repeat("+1", Limits.Operators));
        Assert.True(Expression.TryCompile(chain, out var expression, out _));
        object? value = null;

        var thread = new Thread(() => value = expression.Evaluate(SampleInput.Named("payment")).Value, 512 * 1024);
        thread.Start();
        thread.Join();

        Assert.Equal(Limits.Operators + 1m, value);
    }

    [Fact]
    public void A_hundred_thousand_parentheses_are_an_error()
    {
        Assert.NotEmpty(CompileError(new string('(', 100_000)));
        Assert.NotEmpty(CompileError(new string('[', 3_999)));
        Assert.NotEmpty(CompileError(new string('-', 3_999)));
    }

    [Fact]
    public void A_path_may_have_as_many_steps_as_fit()
    {
        Assert.True(Expression.TryCompile(string.Join('.', Enumerable.Repeat("a", 2000)), out var expression, out _));

        Assert.Null(expression.Evaluate(SampleInput.Named("payment")).Error);
    }

    [Theory]
    [InlineData("all[$$.all[$$.all[$$.all[v > 0]]]].v")]
    [InlineData("all[$count($$.all[v = 3]) > 5]")]
    [InlineData("all[v in $$.all.v]")]
    [InlineData("all[$$ = $$.all].v")]
    [InlineData("all[$$.all[-1].v > 1].v")]
    public void Filters_inside_each_other_over_a_large_list_run_out_of_steps(string text)
    {
        var large = SampleInput.Payload(JsonSerializer.Serialize(new { all = Enumerable.Range(0, 5_000).Select(v => new { v, text = "some text to make it larger" }) }));

        Assert.Contains("looks at more than 1,000,000 values", EvaluationError(text, large), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("all.v")]
    [InlineData("all")]
    [InlineData("all[v >= 0]")]
    [InlineData("[all, all]")]
    [InlineData("$split(text, '')")]
    public void A_list_of_more_than_ten_thousand_values_is_an_error(string text)
    {
        var large = SampleInput.Payload(JsonSerializer.Serialize(new { all = Enumerable.Range(0, 10_001).Select(v => new { v }), text = new string('x', 10_001) }));

        Assert.Contains("gives more than 10,000 values", EvaluationError(text, large), StringComparison.Ordinal);
    }

    [Fact]
    public void One_value_of_a_larger_list_is_not()
    {
        var large = SampleInput.Payload(JsonSerializer.Serialize(new { all = Enumerable.Range(0, 10_001).Select(v => new { v }) }));

        Assert.True(Expression.TryCompile("all[-1].v + all[v = 7].v", out var expression, out _));
        Assert.Equal(10_007m, expression.Evaluate(large).Value);
    }

    [Theory]
    [InlineData("text & text")]
    [InlineData("$join([text, text])")]
    [InlineData("$string([text, text])")]
    public void A_text_of_more_than_a_mebibyte_is_an_error(string text)
    {
        var large = SampleInput.Payload(JsonSerializer.Serialize(new { text = new string('x', 600_000) }));

        Assert.Contains("makes a text of more than 1,048,576 characters", EvaluationError(text, large), StringComparison.Ordinal);
    }

    private static string CompileError(string text)
    {
        Assert.False(Expression.TryCompile(text, out _, out var error));
        return error.Message;
    }

    private static string EvaluationError(string text, ExpressionInput input)
    {
        Assert.True(Expression.TryCompile(text, out var expression, out _));
        return expression.Evaluate(input).Error?.Message ?? "no error";
    }
}
