namespace CometHooks.Map.Expressions;

/// <summary>How an expression begins.</summary>
internal sealed partial class Parser
{
    private Node? Prefix()
    {
        var token = _current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Advance();
                return new Constant(token.Place, Value.Of(token.Number));
            case TokenKind.Text:
                Advance();
                return new Constant(token.Place, Value.Of(token.Text));
            case TokenKind.Constant:
                Advance();
                return new Constant(token.Place, token.Text == "null" ? Value.Null : Value.Of(token.Text == "true"));
            case TokenKind.Name:
                Advance();
                return _current.Is("(") ? NotAFunction(token) : Name(token);
            case TokenKind.Variable:
                Advance();
                return Variable(token);
            case TokenKind.Operator:
                return PrefixOperator(token);
            default:
                return Fail(token.Place, Misplaced.AdviceForValue(token));
        }
    }

    private Node? PrefixOperator(in Token token)
    {
        switch (token.Text)
        {
            // JSONata takes these words for names where no operator can be.
            case "and" or "or" or "in":
                Advance();
                return Name(token);
            case "-":
                Advance();
                return Negate(token);
            case "(":
                Advance();
                var inner = Nested();
                return inner is not null && Expect(")") ? new Group(token.Place.To(_last), inner) : null;
            case "[":
                Advance();
                return List("]") is { } items ? new ListNode(token.Place.To(_last), items) : null;
            default:
                return Fail(token.Place, Misplaced.AdviceForValue(token));
        }
    }

    private static Steps Name(in Token token) => new(token.Place, [new Step(token.Text, null, [])]);

    private Node? Negate(in Token minus)
    {
        var operand = Nested(Precedence.Prefix);
        return operand switch
        {
            null => null,
            Constant { Value.Kind: ValueKind.Number } number when number.Value.TryNumber(out var n) =>
                new Constant(minus.Place.To(number.Place), Value.Of(-n)),
            _ => new Negation(minus.Place.To(operand.Place), operand),
        };
    }

    private Node? Variable(in Token token) => token.Text switch
    {
        "" => new Root(token.Place, RootKind.Context),
        "$" => new Root(token.Place, RootKind.Payload),
        "body" => new Root(token.Place, RootKind.Body),
        "event" => Member(token, isEvent: true, ExpressionNames.Event),
        "facts" => Member(token, isEvent: false, ExpressionNames.Facts),
        _ => _current.Is("(") ? Call(token) : UnknownVariable(token),
    };

    private Node? Member(in Token variable, bool isEvent, IReadOnlyList<string> known)
    {
        if (!_current.Is("."))
        {
            return Fail(variable.Place, $"'${variable.Text}' is no value by itself. Write one of its members: {Members(variable.Text, known)}.");
        }

        Advance();
        var name = _current;
        if (name.Kind is not (TokenKind.Name or TokenKind.Text))
        {
            return _error is null ? Fail(name.Place, $"a member's name is missing after '${variable.Text}.'. Write one of {Members(variable.Text, known)}.") : null;
        }

        if (!known.Contains(name.Text))
        {
            var hint = Configuration.NearestName.Hint(name.Text, known);
            return Fail(name.Place, $"'${variable.Text}' has no member '{name.Text}'.{(hint.Length > 0 ? hint : $" Write one of {Members(variable.Text, known)}.")}");
        }

        Advance();
        return new Member(variable.Place.To(name.Place), isEvent, name.Text);
    }

    private static string Members(string variable, IReadOnlyList<string> known) => string.Join(", ", known.Select(name => $"${variable}.{name}"));

    private Node? UnknownVariable(in Token token)
    {
        if (Functions.Find(token.Text) is { } function)
        {
            return Fail(token.Place, $"'${token.Text}' is a function. Write {function.Usage}.");
        }

        var hint = Configuration.NearestName.Hint(token.Text, ExpressionNames.Variables);
        return Fail(token.Place, $"there is no variable '{token.Place.Text}'.{(hint.Length > 0 ? hint : " Write $event, $facts or $body, or a name without '$' for the payload's own.")}");
    }

    private Node? NotAFunction(in Token name) =>
        name.Text is "not" or "NOT" ? Fail(name.Place, $"'{name.Text}' is not part of this language. Write $not(…).")
        : Functions.Find(name.Text) is { } function ? Fail(name.Place, $"functions begin with a dollar sign. Write {function.Usage}.")
        : Fail(name.Place, $"there is no function '{name.Text}'.{Functions.Hint(name.Text)}");

    private Node? Call(in Token token)
    {
        if (Functions.Find(token.Text) is not { } function)
        {
            return Fail(token.Place, $"there is no function '${token.Text}'.{Functions.Hint(token.Text)}");
        }

        Advance();
        if (List(")") is not { } arguments)
        {
            return null;
        }

        var place = token.Place.To(_last);
        if (arguments.Count < function.Required || arguments.Count > function.Parameters.Length)
        {
            return Fail(place, $"'${function.Name}' takes {function.Takes}, and got {arguments.Count}. Write {function.Usage}.");
        }

        return ++_operators > Limits.Operators
            ? Fail(place, $"this expression has more than {Limits.Operators} operators. Split the rule.")
            : new Call(place, function, arguments);
    }

    /// <summary>Values with commas between them, up to the closing sign.</summary>
    private List<Node>? List(string closing)
    {
        var items = new List<Node>();
        while (!_current.Is(closing) || items.Count > 0)
        {
            if (Nested() is not { } item)
            {
                return null;
            }

            items.Add(item);
            if (!_current.Is(","))
            {
                break;
            }

            Advance();
        }

        return _error is null && Expect(closing) ? items : null;
    }
}
