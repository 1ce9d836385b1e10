using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PostHogProxy.Options;

/// <summary>
/// Puts the options of one proxy together, in the order that decides who wins: section, <c>AddPostHogProxy</c>, the arguments of
/// <c>MapPostHogProxy</c>, its delegate. Run once at Map and once more at every change of the configuration.
/// </summary>
internal sealed class OptionsSource
{
    private readonly string _name;
    private readonly MapArguments _arguments;
    private readonly Action<PostHogProxyOptions>? _configure;
    private readonly OptionsFactory<PostHogProxyOptions> _configured;

    public OptionsSource(
        IServiceProvider services,
        IConfiguration configuration,
        string name,
        MapArguments arguments,
        Action<PostHogProxyOptions>? configure)
    {
        _name = name;
        _arguments = arguments;
        _configure = configure;

        // AddPostHogProxy registers the reading of the section; without it the one-line form reads the section all the same.
        var setups = services.GetServices<IConfigureOptions<PostHogProxyOptions>>().ToList();
        if (!setups.Exists(setup => setup is OptionsSection))
        {
            setups.Insert(0, new OptionsSection(configuration));
        }

        _configured = new(setups, services.GetServices<IPostConfigureOptions<PostHogProxyOptions>>());
    }

    /// <exception cref="OptionsValidationException">A value is wrong; the message names it, its place and the cure.</exception>
    public PostHogProxyOptions Create()
    {
        try
        {
            var options = _configured.Create(_name);
            _arguments.Apply(options);
            _configure?.Invoke(options);

            var problems = OptionsValidation.Problems(options);
            return problems.Count == 0
                ? options
                : throw new OptionsValidationException(_name, typeof(PostHogProxyOptions), problems);
        }
        catch (OptionsValidationException wrong)
        {
            throw new OptionsValidationException(_name, typeof(PostHogProxyOptions), [Place() + string.Join(" ", wrong.Failures)]);
        }
    }

    private string Place() =>
        $"The PostHog proxy {_arguments} (section '{OptionsSection.PathOf(_name)}') cannot be mapped. ";
}
