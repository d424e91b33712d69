using System.Collections.Concurrent;
using CometHooks.Configuration;

namespace CometHooks.Map;

/// <summary>The active mapping of each file. A bad version never replaces a good one.</summary>
internal sealed class MappingCatalog
{
    private readonly ConcurrentDictionary<string, Mapping> _active = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RefusedMapping> _refused = new(StringComparer.Ordinal);

    /// <summary>The active versions.</summary>
    public IReadOnlyCollection<Mapping> Active => [.. _active.Values];

    /// <summary>Files whose newest text was refused; their last good version stays active.</summary>
    public IReadOnlyDictionary<string, RefusedMapping> Refused => _refused;

    public Mapping? Find(string name) => _active.GetValueOrDefault(name);

    public void Activate(Mapping mapping)
    {
        _active[mapping.Name] = mapping;
        _refused.TryRemove(mapping.Name, out _);
    }

    public void Refuse(string name, string text, IReadOnlyList<Problem> problems, DateTimeOffset at) =>
        _refused[name] = new RefusedMapping(text, problems, at);

    /// <summary>The refused text was taken back: the file holds the active version again.</summary>
    public void Forgive(string name) => _refused.TryRemove(name, out _);
}

internal sealed record RefusedMapping(string Text, IReadOnlyList<Problem> Problems, DateTimeOffset At);
