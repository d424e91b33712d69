using CometHooks.Map.Expressions;

namespace CometHooks.Tests.Map.Expressions;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("$money(4950, 'usd')", "49.5")]
    [InlineData("$money(500, 'JPY')", "500")]
    [InlineData("$money(5120, 'kwd')", "5.12")]
    public void Money_is_minor_units_as_major_ones_by_the_currency(string text, string expected) =>
        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Evaluate(text).Value);

    [Theory]
    [InlineData("$phone('(650) 555-1212', 'US')", "16505551212")]
    [InlineData("$phone('+45 32 10 98 76')", "4532109876")]
    [InlineData("$phone('12', 'US')", null)]
    [InlineData("$phone('(650) 555-1212')", null)]
    [InlineData("$phone(customer, 'US')", null)]
    [InlineData("$phone(missing)", null)]
    public void A_phone_is_digits_with_country_code_or_missing(string text, string? expected)
    {
        Assert.Equal(expected, Evaluate(text).Value);
        Assert.Equal(expected is not null, Evaluate($"$exists({text})").Value);
    }

    [Theory]
    [InlineData("$sha256('abc')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("$sha256(' abc')", "d92b1cb3a32147b86a4db0647e4bf6eda6cf160fd3b2da264c5b088c9f9ccbfa")]
    [InlineData("$sha256(customer)", null)]
    public void A_hash_is_lower_case_hex_of_the_text_as_it_is(string text, string? expected) =>
        Assert.Equal(expected, Evaluate(text).Value);

    [Fact]
    public void Paths_are_what_the_expression_reads_as_it_is_written()
    {
        Assert.True(Expression.TryCompile("captured = true and $facts.amount > 0 and captured ? $lowercase(billing_details.email) : items.data[quantity=2].price.id & $$.id", out var expression, out _));

        Assert.Equal(["captured", "$facts.amount", "billing_details.email", "items.data[quantity=2].price.id", "$$.id"], expression.Paths);
    }

    [Fact]
    public void Observation_shows_what_the_paths_held()
    {
        Assert.True(Expression.TryCompile("[captured, customer, none, amount, fee, currency, items.data.quantity, outcome, $event.type, $facts.test, metadata.empty]", out var expression, out _));

        var seen = expression.Observe(SampleInput.Named("payment")).Select(pair => $"{pair.Key} = {pair.Value}");

        Assert.Equal(
            [
                "captured = true", "customer = null", "none = missing", "amount = 4950", "fee = 1.7355", "currency = \"usd\"",
                "items.data.quantity = a list of 2", "outcome = an object", "$event.type = \"charge.succeeded\"", "$facts.test = false", "metadata.empty = \"\"",
            ],
            seen);
    }

    [Fact]
    public void Observation_cuts_a_long_text()
    {
        Assert.True(Expression.TryCompile("text", out var expression, out _));

        var seen = Assert.Single(expression.Observe(SampleInput.Payload($$"""{ "text": "{{new string('x', 79)}}\ud83d\ude00 and more" }""")));

        Assert.Equal($"\"{new string('x', 79)}…\"", seen.Value);
    }

    [Theory]
    [InlineData("captured", true)]
    [InlineData("disputed", false)]
    [InlineData("id", true)]
    [InlineData("description", false)]
    [InlineData("amount", true)]
    [InlineData("amount_refunded", false)]
    [InlineData("customer", false)]
    [InlineData("none", false)]
    [InlineData("outcome", false)]
    [InlineData("metadata", true)]
    [InlineData("refunds", false)]
    [InlineData("items.data.quantity", true)]
    [InlineData("[0, '', false]", false)]
    public void Truth_is_JSONata_s(string text, bool expected)
    {
        Assert.Equal(expected, Evaluate(text).IsTrue);
        Assert.Equal(expected, Evaluate($"({text}) ? true : false").Value);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("text = 'x'")]
    [InlineData("text & ''")]
    [InlineData("list[$ = 'x']")]
    [InlineData("$string($$)")]
    [InlineData("missing")]
    [InlineData("`\ud83d`")]
    [InlineData("$length(text)")]
    [InlineData("'\\ud83d' = whole")]
    [InlineData("$split(whole, '')[0] in list")]
    [InlineData("$lookup($, '\\ud83d')")]
    public void Half_a_surrogate_pair_in_the_payload_is_no_exception(string text)
    {
        var input = SampleInput.Payload("""{ "text": "\ud83d", "whole": "\ud83d\ude00", "list": ["\ud83d", "x"], "\ude00": 1, "\ud83dlonger than the name that is looked for": 2 }""");
        Assert.True(Expression.TryCompile(text, out var expression, out _));

        var evaluation = expression.Evaluate(input);
        expression.Observe(input);

        Assert.True(evaluation.Error is null || evaluation.Error.Message.Contains("not valid Unicode", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_input_is_an_input_where_everything_is_missing()
    {
        foreach (var text in new[] { "id", "a.b[0].c", "$$.id", "$body.a", "$event.id", "$facts.amount", "$", "$$" })
        {
            Assert.True(Expression.TryCompile(text, out var expression, out _));

            Assert.Equal(default, expression.Evaluate(default));
            Assert.Equal("missing", Assert.Single(expression.Observe(default)).Value);
        }
    }

    [Theory]
    [InlineData("id", new[] { "a", "b" })]
    [InlineData("$.id", new[] { "a", "b" })]
    [InlineData("$[1].id", "b")]
    [InlineData("$$[0].id", "a")]
    [InlineData("$count($)", 2)]
    public void A_payload_that_is_a_list_is_entered_by_paths(string text, object expected)
    {
        Assert.True(Expression.TryCompile(text, out var expression, out _));

        var value = expression.Evaluate(SampleInput.Payload("""[{ "id": "a" }, { "id": "b" }]""")).Value;

        Assert.Equal(expected is int number ? (decimal)number : expected, value is IReadOnlyList<object?> list ? list.Cast<string>().ToArray() : value);
    }

    private static Evaluation Evaluate(string text)
    {
        Assert.True(Expression.TryCompile(text, out var expression, out var error), error?.Message);
        return expression.Evaluate(SampleInput.Named("payment"));
    }
}
