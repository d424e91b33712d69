using System.Text.Json;

namespace CometHooks.Map.Expressions;

/// <summary>The items of a list, or a single value as a list of one, without copying either.</summary>
internal readonly struct Items
{
    private readonly Value _value;
    private readonly Source _source;

    private Items(in Value value, int count, Source source)
    {
        _value = value;
        _source = source;
        Count = count;
    }

    private enum Source : byte
    {
        One,
        Made,
        Payload,
    }

    public int Count { get; }

    /// <summary>One item, also where it is a list.</summary>
    public static Items One(in Value value) => new(value, 1, Source.One);

    /// <summary>A list's items; anything else, also nothing, is one item.</summary>
    public static Items Of(in Value value) =>
        !value.IsList ? One(value)
        : value.Sequence is { } made ? new(value, made.Items.Count, Source.Made)
        : new(value, value.Element.GetArrayLength(), Source.Payload);

    public Value At(int index) => _source switch
    {
        Source.One => _value,
        Source.Made => _value.Sequence!.Items[index],
        _ => Value.Of(_value.Element[index]),
    };

    public Enumerator GetEnumerator() => new(this);

    public struct Enumerator
    {
        private readonly Items _items;
        private JsonElement.ArrayEnumerator _elements;
        private int _index = -1;

        public Enumerator(in Items items)
        {
            _items = items;
            _elements = items._source == Source.Payload ? items._value.Element.EnumerateArray() : default;
        }

        // An index into a payload's list searches from the list's start; its enumerator does not.
        public readonly Value Current => _items._source == Source.Payload ? Value.Of(_elements.Current) : _items.At(_index);

        public bool MoveNext() => _items._source == Source.Payload ? _elements.MoveNext() : ++_index < _items.Count;
    }
}
