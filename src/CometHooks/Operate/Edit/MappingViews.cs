using CometHooks.Configuration;
using CometHooks.Map;
using CometHooks.Store;

namespace CometHooks.Operate.Edit;

/// <summary>The mappings as people look at them. Only those that endpoints name: no other file is ever touched.</summary>
internal sealed class MappingViews(MappingCatalog catalog, MapTargets targets, IRecords records, ISharedMappings? shared = null)
{
    /// <summary>Whether several hubs use what is active in their store, whatever their files hold.</summary>
    public bool IsShared => shared is not null;

    public IReadOnlyList<MappingView> All() =>
        [.. catalog.Active.OrderBy(m => m.Name, StringComparer.Ordinal).Select(Of)];

    /// <summary>Null where no endpoint names it.</summary>
    public MappingView? Find(string? name) => name is not null && catalog.Find(name) is { } mapping && targets.EndpointsOf(mapping.Name).Any() ? Of(mapping) : null;

    /// <summary>
    /// The text that an editor starts with: where hubs share the store, the active version there; else the file's, which may
    /// be a refused change that somebody wants to mend.
    /// </summary>
    /// <returns>Null where no endpoint names it.</returns>
    public async Task<MappingText?> TextAsync(string? name, CancellationToken cancellationToken)
    {
        if (Find(name) is not { } view)
        {
            return null;
        }

        var text = catalog.Find(view.Name)!.Text;
        if (shared is null && MappingFile.TryReadText(targets.Folder, view.Name, [], out var file))
        {
            text = file;
        }
        else if (shared is not null
            && (await shared.ActiveAsync(cancellationToken)).GetValueOrDefault(view.Name) is { } active
            && (await records.MappingsAsync(view.Name, cancellationToken)).FirstOrDefault(v => v.Version == active) is { } kept)
        {
            text = kept.Text;
        }

        return new MappingText(view.Name, MappingReader.VersionOf(text), text);
    }

    /// <summary>Its versions, newest first; null where no endpoint names it.</summary>
    public async Task<IReadOnlyList<MappingVersion>?> VersionsAsync(string? name, CancellationToken cancellationToken) =>
        Find(name) is { } view ? await records.MappingsAsync(view.Name, cancellationToken) : null;

    private MappingView Of(Mapping mapping)
    {
        var refused = catalog.Refused.GetValueOrDefault(mapping.Name);
        return new MappingView
        {
            Name = mapping.Name,
            Source = mapping.Source,
            Version = mapping.Version,
            Rules = mapping.Rules.Count,
            Examples = mapping.Examples.Count,
            Endpoints = [.. targets.EndpointsOf(mapping.Name).Order(StringComparer.Ordinal)],
            IsWritable = shared is not null || MappingFile.IsWritable(targets.Folder, mapping.Name),
            RefusedVersion = refused?.Version,
            RefusedAt = refused?.At,
            Refused = refused?.Problems ?? [],
            DifferentFile = catalog.Different.GetValueOrDefault(mapping.Name),
        };
    }
}

internal sealed record MappingView
{
    /// <summary>The file, relative to the configuration folder.</summary>
    public required string Name { get; init; }

    /// <summary>The source whose events it maps.</summary>
    public required string Source { get; init; }

    /// <summary>The version that is active.</summary>
    public required string Version { get; init; }

    /// <summary>How many rules the active version has.</summary>
    public required int Rules { get; init; }

    /// <summary>How many examples it has.</summary>
    public required int Examples { get; init; }

    /// <summary>The endpoints that name it.</summary>
    public required IReadOnlyList<string> Endpoints { get; init; }

    /// <summary>Whether a new version can be made active from here; where not, its text can be taken away and put there by other means.</summary>
    public required bool IsWritable { get; init; }

    /// <summary>The file's newest version, where it was refused; the active one stays.</summary>
    public string? RefusedVersion { get; init; }
    public DateTimeOffset? RefusedAt { get; init; }

    /// <summary>Why it was refused.</summary>
    public required IReadOnlyList<Problem> Refused { get; init; }

    /// <summary>Where hubs share the store: the version of the file here, where it is not the active one.</summary>
    public string? DifferentFile { get; init; }
}

/// <param name="Name">The mapping.</param>
/// <param name="Version">The version of the text: say it when you activate what you made of it.</param>
/// <param name="Text">The text.</param>
internal sealed record MappingText(string Name, string Version, string Text);
