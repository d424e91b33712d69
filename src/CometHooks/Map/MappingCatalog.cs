using System.Collections.Concurrent;
using CometHooks.Configuration;

namespace CometHooks.Map;

/// <summary>The active mapping of each file. A bad version never replaces a good one.</summary>
internal sealed class MappingCatalog
{
    private readonly ConcurrentDictionary<string, Mapping> _active = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RefusedMapping> _refused = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, string> _different = new(StringComparer.Ordinal);

    /// <summary>The active versions.</summary>
    public IReadOnlyCollection<Mapping> Active => [.. _active.Values];

    /// <summary>Files whose newest text was refused; their last good version stays active.</summary>
    public IReadOnlyDictionary<string, RefusedMapping> Refused => _refused;

    /// <summary>Where hubs share the active versions: mapping → the version of the file here, where it is another.</summary>
    public IReadOnlyDictionary<string, string> Different => _different;

    public Mapping? Find(string name) => _active.GetValueOrDefault(name);

    public void Activate(Mapping mapping)
    {
        _active[mapping.Name] = mapping;
        _refused.TryRemove(mapping.Name, out _);
    }

    /// <param name="name">The mapping.</param>
    /// <param name="version">The version of it that is not used.</param>
    /// <param name="problems">Why.</param>
    /// <param name="at">Since when.</param>
    public void Refuse(string name, string version, IReadOnlyList<Problem> problems, DateTimeOffset at) =>
        _refused[name] = new RefusedMapping(version, problems, at);

    /// <summary>The refused text was taken back: the version in use is the one that is wanted.</summary>
    public void Forgive(string name) => _refused.TryRemove(name, out _);

    /// <summary>The file is this version, and not the active one. False: that is known.</summary>
    public bool Differ(string name, string version)
    {
        var isNew = _different.GetValueOrDefault(name) != version;
        _different[name] = version;
        return isNew;
    }

    /// <summary>The file is the active version.</summary>
    public void Agree(string name) => _different.TryRemove(name, out _);
}

internal sealed record RefusedMapping(string Version, IReadOnlyList<Problem> Problems, DateTimeOffset At);
