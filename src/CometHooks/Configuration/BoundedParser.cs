using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CometHooks.Configuration;

/// <summary>YAML's events, but never so deep, nor within themselves, that whoever walks over them runs out of stack.</summary>
internal sealed class BoundedParser(IParser inner) : IParser
{
    private const int Deepest = 64;

    private readonly Stack<AnchorName> _around = new();

    public ParsingEvent? Current => inner.Current;

    public bool MoveNext()
    {
        if (!inner.MoveNext())
        {
            return false;
        }

        switch (inner.Current)
        {
            case NodeEvent start and (MappingStart or SequenceStart):
                _around.Push(start.Anchor);
                return _around.Count <= Deepest ? true : throw new YamlException(start.Start, start.End, $"more than {Deepest} lists and fields stand within each other");
            case MappingEnd or SequenceEnd:
                _around.TryPop(out _);
                return true;
            case AnchorAlias alias when _around.Contains(alias.Value):
                throw new YamlException(alias.Start, alias.End, $"*{alias.Value} stands within what it names");
            default:
                return true;
        }
    }
}
