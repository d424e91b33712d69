using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace CometHooks.Configuration;

/// <summary>One option as the file writes it: the property <c>PerMinute</c> is the key <c>per_minute</c>.</summary>
internal sealed record OptionKey(string Name, PropertyInfo Property, bool IsSecret)
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<OptionKey>> _known = new();

    /// <summary>The options of a class in the order in which it declares them.</summary>
    public static IReadOnlyList<OptionKey> Of(Type options) => _known.GetOrAdd(options, static type =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true })
            .Select(property => new OptionKey(
                JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), property, property.IsDefined(typeof(SecretAttribute)))),
    ]);

    /// <summary>Whether the type holds options of its own.</summary>
    public static bool IsGroup(Type type) => type.IsClass && type.Name.EndsWith("Options", StringComparison.Ordinal);

    /// <summary>The type of the items, where the type is a list.</summary>
    public static Type? ItemType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>The type of the entries, where the type is a dictionary by name.</summary>
    public static Type? EntryType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) ? type.GetGenericArguments()[1] : null;
}
