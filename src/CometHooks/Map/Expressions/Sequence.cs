namespace CometHooks.Map.Expressions;

/// <summary>A list that an expression made.</summary>
/// <param name="collapses">
/// JSONata's sequences, which paths and filters make, stand for their only value, or for nothing where they are empty;
/// its arrays, which <c>[…]</c> and <c>$split</c> make, do not.
/// </param>
internal sealed class Sequence(bool collapses)
{
    private readonly List<Value> _items = [];

    /// <summary>A payload that is itself a list counts as one value until a path enters it.</summary>
    public bool IsPayload { get; init; }

    public IReadOnlyList<Value> Items => _items;

    public bool Collapses => collapses;

    /// <summary>False: too many.</summary>
    public bool TryAdd(in Value value)
    {
        _items.Add(value);
        return _items.Count <= Limits.Items;
    }

    /// <summary>Adds a list's items, or the one value. False: too many.</summary>
    public bool TryAddFlat(in Value value)
    {
        if (!value.IsList)
        {
            return TryAdd(value);
        }

        foreach (var item in Expressions.Items.Of(value))
        {
            if (!TryAdd(item))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What a value stands for once it leaves the path that made it.</summary>
    public static Value Settle(in Value value) => value.Sequence switch
    {
        { Collapses: true, Items: [] } => Value.Missing,
        { Collapses: true, Items: [var only] } => only,
        _ => value,
    };
}
