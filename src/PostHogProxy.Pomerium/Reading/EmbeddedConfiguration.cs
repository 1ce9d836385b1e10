using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>A configuration of Pomerium inside another file.</summary>
/// <param name="Where">Below which keys it stands.</param>
/// <param name="Configuration">The configuration; its places are those of its own text.</param>
/// <param name="Places">From its places to those of the file around it.</param>
internal sealed record EmbeddedConfiguration(string Where, PomeriumConfiguration Configuration, InnerPlaces Places);
