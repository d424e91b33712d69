using CometHooks.Map.Expressions;

namespace CometHooks.Tests.Map.Expressions;

/// <summary>What an explanation shows when an expression has no value for one event.</summary>
public sealed class EvaluationErrorTests
{
    [Theory]
    [InlineData("payment", "items.data.price.id = 'price_a'", "items.data.price.id", "'items.data.price.id' is a list of 2, and '=' compares one value. Write (items.data.price.id)[0] for the first, or a condition between the brackets.")]
    [InlineData("odd", "list & '!'", "list", "'list' is a list of 4, and '&' joins one. Write list[0] for the first, or a condition between the brackets.")]
    [InlineData("odd", "list > 1", "list", "'list' is a list of 4, and '>' compares one value. Write list[0] for the first, or a condition between the brackets.")]
    [InlineData("odd", "list in ['a']", "list", "'list' is a list of 4, and 'in' looks for one. Write list[0] for the first, or a condition between the brackets.")]
    [InlineData("odd", "list + 1", "list", "'list' is a list of 4, and '+' calculates with one. Write list[0] for the first, or a condition between the brackets.")]
    [InlineData("odd", "$lowercase(list)", "list", "'list' is a list of 4, and $lowercase takes one value. Write list[0] for the first, or a condition between the brackets.")]
    public void A_list_where_one_value_is_needed_names_the_place_and_the_index(string document, string text, string part, string message) =>
        Fails(document, text, part, message);

    [Theory]
    [InlineData("order", "total_price > 60", "total_price > 60", "'total_price > 60' compares a text with a number. Write $number(total_price).")]
    [InlineData("order", "61.85 = total_price", "61.85 = total_price", "'61.85 = total_price' compares a text with a number. Write $number(total_price).")]
    [InlineData("payment", "amount in ['4950']", "amount in ['4950']", "'amount in ['4950']' compares a text with a number. Write $number(…) or $string(…) around 'amount'.")]
    public void A_text_compared_with_a_number_names_the_conversion(string document, string text, string part, string message) =>
        Fails(document, text, part, message);

    [Theory]
    [InlineData("order", "total_price * 2", "total_price", "'total_price' is a text, and '*' calculates with numbers. Write $number(total_price).")]
    [InlineData("order", "name + name", "name", "'name' is a text, and '+' calculates with numbers. Write $number(name), or '&' to join texts.")]
    [InlineData("payment", "customer + 1", "customer", "'customer' is null, and '+' calculates with numbers. Write (customer ?? 0), or whatever null stands for.")]
    [InlineData("payment", "captured + 1", "captured", "'captured' is no number, and '+' calculates with numbers. Write a path that leads to one.")]
    [InlineData("payment", "customer > 1", "customer", "'customer' is null, and '>' compares numbers or texts. Write (customer ?? 0), or whatever null stands for.")]
    [InlineData("payment", "captured > false", "captured", "'captured' is neither a number nor a text, and '>' compares these. Write '=' to compare it.")]
    [InlineData("payment", "amount / amount_refunded", "amount_refunded", "'amount_refunded' is 0, and nothing can be divided by 0. Write a condition: amount_refunded = 0 ? 0 : amount / amount_refunded.")]
    [InlineData("odd", "79228162514264337593543950335 * 10", "79228162514264337593543950335 * 10", "the result of '79228162514264337593543950335 * 10' has more than 28 digits. Write a smaller number.")]
    [InlineData("odd", "numbers.huge", "numbers.huge", "'numbers.huge' is a number with more than 28 digits, which cannot be kept exactly. Send it as text, or leave it out.")]
    public void What_cannot_be_calculated_names_the_value(string document, string text, string part, string message) =>
        Fails(document, text, part, message);

    [Theory]
    [InlineData("payment", "$lowercase(customer)", "customer", "'customer' is null, and $lowercase takes a text. Write customer ? $lowercase(customer), or (customer ?? …) with what null stands for.")]
    [InlineData("payment", "$lowercase(amount)", "amount", "'amount' is no text, and $lowercase takes a text. Write $string(amount).")]
    [InlineData("order", "$round(total_price)", "total_price", "'total_price' is a text, and $round takes a number. Write $number(total_price).")]
    [InlineData("payment", "$round(captured)", "captured", "'captured' is true or false, and $round takes a number. Write $number(captured).")]
    [InlineData("payment", "$lowercase(outcome)", "outcome", "'outcome' is an object, and $lowercase takes a text. Write a path that leads into it.")]
    [InlineData("order", "$sum(line_items.sku)", "line_items.sku", "'line_items.sku' holds a value that does not belong to numbers, and $sum takes numbers. Leave it out with a condition between brackets: [$type($) = 'number'].")]
    [InlineData("order", "$number(name)", "name", "'name' is a text that is no number. Write a condition before it, or take the part that is one with $substringBefore or $substringAfter.")]
    [InlineData("order", "$split(name, missing)", "missing", "'missing' is missing, and $split needs what stands between the parts. Write it as a text: ','.")]
    [InlineData("order", "$split(name, '1', -1)", "-1", "$split cannot give fewer than 0 parts. Write how many you want.")]
    [InlineData("order", "$round(1.5, 0.5)", "0.5", "$round takes whole places from -28 to 28. Write 2 for cents.")]
    public void What_a_function_cannot_take_names_the_way_to_it(string document, string text, string part, string message) =>
        Fails(document, text, part, message);

    private static void Fails(string document, string text, string part, string message)
    {
        Assert.True(Expression.TryCompile(text, out var expression, out _));

        var evaluation = expression.Evaluate(SampleInput.Named(document));

        Assert.Equal(message, evaluation.Error?.Message);
        Assert.Equal(part, text.Substring(evaluation.Error!.Offset, evaluation.Error.Length));
        Assert.Null(evaluation.Value);
        Assert.False(evaluation.IsTrue);
    }
}
