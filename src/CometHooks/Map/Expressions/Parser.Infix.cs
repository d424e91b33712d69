namespace CometHooks.Map.Expressions;

/// <summary>How an expression goes on.</summary>
internal sealed partial class Parser
{
    private Node? Infix(Node left)
    {
        var token = _current;
        Advance();
        return token.Text switch
        {
            "." => Path(left),
            "[" => Filter(left, token),
            "(" => Fail(left.Place, $"'{left.Place.Text}' is no function. Write an operator before the parenthesis, or one of the functions, which begin with '$'."),
            "?" => Alternative(left),
            "??" or "?:" => Nested() is { } other ? new Fallback(left.Place.To(other.Place), left, other, token.Text == "?:") : null,
            _ => Parse(Precedence.Of(token)) is { } right ? new Binary(left.Place.To(right.Place), token.Text, left, right) : null,
        };
    }

    private Condition? Alternative(Node test)
    {
        if (Nested() is not { } then)
        {
            return null;
        }

        if (!_current.Is(":"))
        {
            return new Condition(test.Place.To(then.Place), test, then, null);
        }

        Advance();
        return Nested() is { } otherwise ? new Condition(test.Place.To(otherwise.Place), test, then, otherwise) : null;
    }

    private Steps? Path(Node left)
    {
        if (Parse(Precedence.Path) is not { } right || First(left) is not { } steps || Rest(right) is not { } rest)
        {
            return null;
        }

        return new Steps(left.Place.To(_last), [.. steps, .. rest]);
    }

    private IReadOnlyList<Step>? First(Node left) => left switch
    {
        Steps path => path.All,
        Constant { Value.Kind: ValueKind.Text } name => [new Step(name.Value.Text, null, [])],
        Constant or Negation or ListNode => NoStep(left),
        _ => [new Step(null, left, [])],
    };

    private IReadOnlyList<Step>? Rest(Node right) => right switch
    {
        Steps path => path.All,
        Constant { Value.Kind: ValueKind.Text } name => [new Step(name.Value.Text, null, [])],
        Filtered { Source: Constant { Value.Kind: ValueKind.Text } name } filtered => [new Step(name.Value.Text, null, filtered.Filters)],
        Constant or Negation or ListNode or Filtered { Source: Constant or ListNode } => NoStep(right),
        Filtered filtered => [new Step(null, filtered.Source, filtered.Filters)],
        _ => [new Step(null, right, [])],
    };

    private IReadOnlyList<Step>? NoStep(Node node)
    {
        Fail(node.Place, $"'{node.Place.Text}' cannot be a step of a path. Write a name, an unusual one between backticks.");
        return null;
    }

    private Node? Filter(Node left, in Token opening)
    {
        if (_current.Is("]"))
        {
            return Fail(opening.Place, "'[]' is not part of this language. Write an index or a condition between the brackets: [0], [name = 'x'].");
        }

        if (Nested() is not { } condition || !Expect("]"))
        {
            return null;
        }

        var place = left.Place.To(_last);
        var filter = new Filter(opening.Place.To(_last), condition);
        return left switch
        {
            Steps path => new Steps(place, [.. path.All.SkipLast(1), path.All[^1] with { Filters = [.. path.All[^1].Filters, filter] }]),
            Filtered filtered => new Filtered(place, filtered.Source, [.. filtered.Filters, filter]),
            _ => new Filtered(place, left, [filter]),
        };
    }
}
