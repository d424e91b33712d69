namespace CometHooks.Map.Expressions;

/// <summary>A part of a parsed expression.</summary>
internal abstract record Node(Place Place);

/// <summary>A text, number, true, false or null that is written in the expression.</summary>
internal sealed record Constant(Place Place, Value Value) : Node(Place);

/// <summary><c>a.b[0].c</c>: each step is evaluated for each value of the one before.</summary>
internal sealed record Steps(Place Place, IReadOnlyList<Step> All) : Node(Place);

/// <summary>One step: a name to look up or, where that is null, any expression as the path's start or in parentheses.</summary>
internal sealed record Step(string? Name, Node? Expression, IReadOnlyList<Filter> Filters);

/// <summary><c>[0]</c>, <c>[-1]</c>, <c>[name = 'x']</c>.</summary>
internal sealed record Filter(Place Place, Node Condition);

/// <summary>A filter behind something that is not a path: <c>(a.b)[0]</c>.</summary>
internal sealed record Filtered(Place Place, Node Source, IReadOnlyList<Filter> Filters) : Node(Place);

/// <summary><c>$</c>, <c>$$</c> and <c>$body</c>.</summary>
internal sealed record Root(Place Place, RootKind Kind) : Node(Place);

internal enum RootKind : byte
{
    Context,
    Payload,
    Body,
}

/// <summary><c>$event.id</c>, <c>$facts.amount</c>.</summary>
internal sealed record Member(Place Place, bool IsEvent, string Name) : Node(Place);

internal sealed record Negation(Place Place, Node Operand) : Node(Place);

internal sealed record Binary(Place Place, string Operator, Node Left, Node Right) : Node(Place);

internal sealed record Condition(Place Place, Node Test, Node Then, Node? Else) : Node(Place);

/// <summary><c>a ?? b</c>: b where a is missing or null. <c>a ?: b</c>: b where a is not true.</summary>
internal sealed record Fallback(Place Place, Node First, Node Other, bool WhereFalse) : Node(Place);

internal sealed record ListNode(Place Place, IReadOnlyList<Node> Items) : Node(Place);

internal sealed record Group(Place Place, Node Inner) : Node(Place);

internal sealed record Call(Place Place, Function Function, IReadOnlyList<Node> Arguments) : Node(Place);
