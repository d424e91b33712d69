using CometHooks.Map.Expressions;

namespace CometHooks.Tests.Map.Expressions;

/// <summary>What the author of a rule reads when an expression is wrong: what, where, and what to write.</summary>
public sealed class CompileErrorTests
{
    [Theory]
    [InlineData("status == 'paid'", "==", "'==' is not part of this language. Write '=' to compare.")]
    [InlineData("status === 'paid'", "===", "'===' is not part of this language. Write '=' to compare.")]
    [InlineData("null == status", "==", "'==' is not part of this language. Write '=' to compare.")]
    [InlineData("status !== 'paid'", "!==", "'!==' is not part of this language. Write '!=' to compare.")]
    [InlineData("status <> 'paid'", "<>", "'<>' is not part of this language. Write '!=' to compare.")]
    [InlineData("a && b", "&&", "'&&' is not part of this language. Write 'and'.")]
    [InlineData("a || b", "||", "'||' is not part of this language. Write 'or'.")]
    [InlineData("!captured", "!", "'!' is not part of this language. Write $not(…).")]
    [InlineData("a AND b", "AND", "'AND' is not part of this language. Write 'and'.")]
    [InlineData("a?.b", "?.", "'?.' is not part of this language. Write '.': a path through something that is missing is missing, and no error.")]
    [InlineData("not(captured)", "not", "'not' is not part of this language. Write $not(…).")]
    [InlineData("“paid”", "“", "'“' is not part of this language. Write straight quotes: \"…\".")]
    [InlineData("a =< b", "=<", "'=<' is not part of this language. Write '<=' for at most.")]
    public void Another_language_s_spelling_is_answered_with_ours(string text, string part, string message) => Fails(text, part, message);

    [Theory]
    [InlineData("$lowrcase(email)", "$lowrcase", "there is no function '$lowrcase'. Did you mean '$lowercase'?")]
    [InlineData("lowercase(email)", "lowercase", "functions begin with a dollar sign. Write $lowercase(text).")]
    [InlineData("upcase(email)", "upcase", "there is no function 'upcase'. Write one of $abs, $boolean, $ceil, $contains, $count, $exists, $floor, $join, $length, $lookup, $lowercase, $max, $min, $money, $not, $number, $phone, $round, $sha256, $split, $string, $substring, $substringAfter, $substringBefore, $sum, $trim, $type, $uppercase.")]
    [InlineData("$lowercase", "$lowercase", "'$lowercase' is a function. Write $lowercase(text).")]
    [InlineData("$evnt.id", "$evnt", "there is no variable '$evnt'. Did you mean 'event'?")]
    [InlineData("$payload.id", "$payload", "there is no variable '$payload'. Write $event, $facts or $body, or a name without '$' for the payload's own.")]
    [InlineData("$event.typ", "typ", "'$event' has no member 'typ'. Did you mean 'type'?")]
    [InlineData("$facts.total", "total", "'$facts' has no member 'total'. Write one of $facts.payment, $facts.charge, $facts.invoice, $facts.session, $facts.customer, $facts.subscription, $facts.order, $facts.shop, $facts.account, $facts.booking, $facts.amount, $facts.currency, $facts.test, $facts.refund.")]
    [InlineData("$event", "$event", "'$event' is no value by itself. Write one of its members: $event.id, $event.type, $event.time, $event.account, $event.source, $event.test, $event.shop.")]
    [InlineData("$event.", "", "a member's name is missing after '$event.'. Write one of $event.id, $event.type, $event.time, $event.account, $event.source, $event.test, $event.shop.")]
    public void An_unknown_name_is_answered_with_the_nearest_or_with_all(string text, string part, string message) => Fails(text, part, message);

    [Theory]
    [InlineData("$substring(name)", "$substring(name)", "'$substring' takes 2 or 3 values, and got 1. Write $substring(text, start, length).")]
    [InlineData("$exists(a, b)", "$exists(a, b)", "'$exists' takes 1 value, and got 2. Write $exists(value).")]
    [InlineData("$money(1)", "$money(1)", "'$money' takes 2 values, and got 1. Write $money(minor, currency).")]
    public void A_call_with_the_wrong_number_of_values_shows_the_right_call(string text, string part, string message) => Fails(text, part, message);

    [Theory]
    [InlineData("", "", "a value is missing at the end. Write a name, a text between quotes or a number.")]
    [InlineData("amount >", "", "a value is missing at the end. Write a name, a text between quotes or a number.")]
    [InlineData("(a or b", "", "')' is missing before the end. Write it there.")]
    [InlineData("items[0", "", "']' is missing before the end. Write it there.")]
    [InlineData("a)", ")", "')' was not expected here. Remove it, or write an operator before it.")]
    [InlineData("= 5", "=", "a value is missing before '='. Write a name, a text between quotes or a number.")]
    [InlineData("first name", "name", "'name' follows a value without an operator between them. Write one (=, and, or, &, +), or put a text with spaces between quotes.")]
    [InlineData("'open", "'", "this text has no end. Write ' behind it.")]
    [InlineData("`open", "`", "this name has no end. Write ` behind it.")]
    [InlineData("a /* b", "/*", "this comment has no end. Write */ behind it.")]
    [InlineData("'a\\qb'", "\\q", "this is no escape. In a text write \\\\ for a backslash, \\n for a new line, or \\u and four hexadecimal digits.")]
    [InlineData("3d_secure", "3", "a name cannot begin with a digit. Write it between backticks: `3d_secure`.")]
    [InlineData("a.true", "true", "'true' cannot be a step of a path. Write a name, an unusual one between backticks.")]
    [InlineData("id(1)", "id", "there is no function 'id'.", true)]
    [InlineData("a[0](1)", "a[0]", "'a[0]' is no function. Write an operator before the parenthesis, or one of the functions, which begin with '$'.")]
    [InlineData("€", "€", "'€' means nothing here. Write a name with this character between backticks, and a text between quotes.")]
    [InlineData("1e99", "1e99", "'1e99' has more than 28 digits. Write a smaller number.")]
    public void A_slip_is_named_with_its_place(string text, string part, string message, bool starts = false) => Fails(text, part, message, starts);

    [Theory]
    [InlineData("items.*", "*", "'*' (any member) is not part of this language. Write the member's name.")]
    [InlineData("**.id", "**", "'**' (any member) is not part of this language. Write the member's name.")]
    [InlineData("a.%.b", "%", "'%' (the parent) is not part of this language. Write the path from its start, with $$ for the payload.")]
    [InlineData("$contains(a, /x/)", "/", "regular expressions are not part of this language. Write $contains, $substringBefore or $split.")]
    [InlineData("{'a': 1}", "{", "'{' (making objects) is not part of this language. Write one field per line in the rule.")]
    [InlineData("$x := 1", "$x", "there is no variable '$x'.", true)]
    [InlineData("a := 1", ":=", "':=' (own variables) is not part of this language. Write the value where it is used, or '=' to compare.")]
    [InlineData("(a; b)", ";", "';' is not part of this language. Write one expression.")]
    [InlineData("email ~> $trim", "~>", "'~>' (chains) is not part of this language. Write the calls inside each other: $trim($lowercase(email)).")]
    [InlineData("items^(price)", "^", "'^' (sorting) is not part of this language. Write $max or $min, or an index.")]
    [InlineData("ada@example.com", "@", "'@' is not part of this language. Put a text that holds it between quotes, and a name between backticks.")]
    [InlineData("[1..5]", "..", "'..' (ranges) is not part of this language. Write '>=' and '<='.")]
    [InlineData("items[]", "[", "'[]' is not part of this language. Write an index or a condition between the brackets: [0], [name = 'x'].")]
    [InlineData(".5", ".", "a path begins with a name, and a number with a digit. Write 0.5 for .5.")]
    public void What_JSONata_has_and_we_do_not_is_named(string text, string part, string message, bool starts = false) => Fails(text, part, message, starts);

    private static void Fails(string text, string part, string message, bool starts = false)
    {
        Assert.False(Expression.TryCompile(text, out _, out var error));

        Assert.Equal(message, starts ? error.Message[..message.Length] : error.Message);
        Assert.Equal(part, text.Substring(error.Offset, error.Length));
    }
}
